using System.Reflection.Emit;
using System.Reflection;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>
/// Whoever answers anybody reads facts through <see cref="Embargo.SeenBy"/>. These are all the places outside of the recording that come
/// by facts as they are stored, read from the compiled code: a new one does not pass unseen.
/// </summary>
public sealed class WaysOutSpecs
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>By which facts come as they are stored.</summary>
    private static readonly MethodBase[] Sources =
    [
        typeof(NegotiationSnapshot).GetProperty(nameof(NegotiationSnapshot.Timeline))!.GetMethod!,
        typeof(Timelines).GetMethod(nameof(Timelines.UpTo), Any)!,
        typeof(StoredFact).GetMethod(nameof(StoredFact.Read))!,
        .. typeof(Sealed).GetMethods(Any).Where(method => method.Name == nameof(Sealed.Read)),
    ];

    /// <summary>These cut them for whom they answer.</summary>
    private static readonly string[] Readers =
    [
        "Audit.Drift", "Audit.ViewDrift", "Http.NegotiationReader", "Live.FeedLog", "ParkedFacts.ParkedEndpoints",
        "Previews.Previewing", "Projections.ProjectionUpdater",
    ];

    /// <summary>These give no facts away: two look whether a negotiation is there, the other writes what stands in clear beside the log.</summary>
    private static readonly string[] Others = ["Audit.ExportEndpoint", "Audit.Restore", "Demo.DemoArticle"];

    [Fact]
    public void facts_leave_the_log_in_these_places_only() => Users(Sources)
        .Where(user => !user.StartsWith("Recording.", StringComparison.Ordinal) && !user.StartsWith("Sealing.Sealed", StringComparison.Ordinal))
        .ShouldBe(Readers.Concat(Others), ignoreOrder: true);

    [Fact]
    public void and_each_that_answers_cuts_them()
    {
        var cut = Users([.. typeof(Embargo).GetMethods(Any).Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Audience)))]);
        cut.UnionWith(Users([typeof(ParkedFacts.ParkedFact).GetMethod("Of", Any)!]));
        Readers.Except(cut).ShouldBeEmpty();
    }

    /// <summary>The types that call a method, closures and state machines as the type in which they are written.</summary>
    private static HashSet<string> Users(MethodBase[] called) => typeof(Timeline).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(Any).Cast<MethodBase>().Concat(type.GetConstructors(Any)), (type, method) => (type, method))
        .Where(one => Calls(one.method).Any(method => called.Any(source => source.MetadataToken == method.MetadataToken && source.Module == method.Module)))
        .Select(one => Outermost(one.type).FullName!["DiploTracker.".Length..])
        .ToHashSet();

    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        foreach (var (operand, token) in Instructions.TokensOf(code))
            if (operand == OperandType.InlineMethod && method.Module.ResolveMethod(
                token, method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
                method.IsGenericMethod ? method.GetGenericArguments() : null) is { } called)
                yield return called;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
