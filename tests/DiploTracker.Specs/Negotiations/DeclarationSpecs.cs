using System.Reflection;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>Commands declare what their rules do: each verdict of a spec is compared with it, and here the reverse.</summary>
public sealed class DeclarationSpecs
{
    /// <summary>The refusals of every command, whose specs are not those of one command.</summary>
    private static readonly string[] OfEvery =
        [.. typeof(Command).GetCustomAttributes<RefusesAttribute>().SelectMany(refuses => refuses.Codes)];

    public static TheoryData<string> Commands => [.. Language.Commands.Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void a_command_declares_only_refusals_that_its_specs_give(string name)
    {
        var command = Language.Commands[name];
        Language.RefusalsOf(command).Except(OfEvery)
            .Where(code => !Given.Value.Contains((command, code)))
            .ShouldBeEmpty($"no spec has {name} refused so");
    }

    [Fact]
    public void every_code_is_in_the_catalogue() => Language.Commands.Values
        .SelectMany(Language.RefusalsOf).Except(Problems.Catalogue.Keys).ShouldBeEmpty();

    /// <summary>Runs the specs of the commands once more, to see which refusals they give.</summary>
    private static readonly Lazy<HashSet<(Type Command, string Code)>> Given = new(() =>
    {
        HashSet<(Type, string)> given = Verdict.Refusals.Value = [];
        foreach (var specs in typeof(DeclarationSpecs).Assembly.GetTypes().Where(AreOfCommands))
            foreach (var spec in specs.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
                foreach (var example in Examples(spec))
                    spec.Invoke(Activator.CreateInstance(specs), example);
        Verdict.Refusals.Value = null;
        return given;
    });

    private static bool AreOfCommands(Type type) =>
        type.Namespace == typeof(DeclarationSpecs).Namespace && type != typeof(DeclarationSpecs)
        && type.Name.EndsWith("Specs", StringComparison.Ordinal) && type.GetConstructor([]) is not null;

    private static IEnumerable<object?[]> Examples(MethodInfo spec) =>
        spec.GetCustomAttribute<TheoryAttribute>() is null
            ? spec.GetCustomAttribute<FactAttribute>() is null ? [] : [[]]
        : spec.GetCustomAttributes<InlineDataAttribute>()
            .Select(example => WithDefaults(example.Data, spec.GetParameters()))
            .Concat(spec.GetCustomAttributes<MemberDataAttribute>()
                .SelectMany(data => Rows(spec.DeclaringType!, data.MemberName)));

    private static IEnumerable<object?[]> Rows(Type specs, string member) =>
        ((IEnumerable<ITheoryDataRow>)specs.GetProperty(member)!.GetValue(null)!).Select(row => row.GetData());

    private static object?[] WithDefaults(object?[] example, ParameterInfo[] parameters) =>
        [.. parameters.Select((parameter, index) => index < example.Length ? example[index] : parameter.DefaultValue)];
}
