using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>All operations of the API, in the order of the document: commands by area, then the rest.</summary>
public sealed class ApiOperations(EndpointDataSource endpoints)
{
    private readonly Lazy<IReadOnlyList<DescribedEndpoint>> _all = new(() =>
    [
        .. DescribedEndpoint.Of(endpoints.Endpoints)
            .OrderBy(endpoint => endpoint.Command is null)
            .ThenBy(endpoint => Areas.Rank(endpoint.Tag))
            .ThenBy(endpoint => endpoint.Tag, StringComparer.Ordinal)
            .ThenBy(endpoint => endpoint.Path, StringComparer.Ordinal)
            .ThenBy(endpoint => endpoint.HttpMethod, StringComparer.Ordinal),
    ]);

    internal IReadOnlyList<DescribedEndpoint> All => _all.Value;

    /// <summary>Whether the type is part of a request.</summary>
    internal bool IsSent(Type type) => Sent.Contains(type);

    /// <summary>Whether the type is part of an answer.</summary>
    internal bool IsAnswered(Type type) => Answered.Contains(type);

    private HashSet<Type> Sent => field ??= DescribedJson.Closure(
        All.Select(endpoint => endpoint.Body?.Type).OfType<Type>().Concat(Language.Commands.Values));

    private HashSet<Type> Answered => field ??= DescribedJson.Closure(
        All.SelectMany(endpoint => endpoint.Declared.All<ProducesResponseTypeAttribute>())
            .Select(success => success.Type).OfType<Type>().Where(type => type != typeof(void)));

    /// <summary>The operations that can be answered with a problem, by their ids.</summary>
    internal IReadOnlyList<string> With(string code) =>
    [
        .. All.Where(endpoint => endpoint.Declared.Refusals.Any(refusal => refusal.Problem.Code == code))
            .Select(endpoint => endpoint.OperationId)
            .Order(StringComparer.Ordinal),
    ];
}
