using System.Reflection;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// The declarations of an endpoint about its requests and answers, with those of everything it passes through.
/// </summary>
internal sealed class Declared
{
    private readonly HashSet<MethodInfo> _methods = [];
    private readonly List<TakesQueryAttribute> _filters = [];
    private readonly List<Type> _commands = [];

    /// <param name="commands">The commands that a request may contain.</param>
    public Declared(MethodInfo? endpoint, IEnumerable<Type> commands)
    {
        _commands.AddRange(commands);
        if (endpoint is null)
            return;
        Add(endpoint);
        if (endpoint.GetCustomAttribute<TakesBodyAttribute>() is { MediaType: "application/json" })
            foreach (var method in new ThroughAttribute(typeof(RequestBody), nameof(RequestBody.Read)).Methods)
                Add(method);
        if (CsvAnswers.RowOf(endpoint) is not null)
            Add(typeof(CsvAnswers).GetMethod(nameof(CsvAnswers.Answer))!);
        if (endpoint.GetCustomAttribute<FiltersAttribute>() is { } asks)
            _filters.AddRange(asks.FiltersOf(endpoint));
    }

    public IEnumerable<TakesQueryAttribute> Queries => _filters.Concat(All<TakesQueryAttribute>());

    /// <summary>
    /// The problems that a request can be answered with, each with its status, in addition to those of any request.
    /// </summary>
    public IEnumerable<(int Status, Problem Problem)> Refusals => All<RefusesAttribute>()
        .Concat(_filters.Count > 0 ? [new RefusesAttribute("malformed")] : [])
        .Concat(_filters.Exists(filter => filter.Type == typeof(Edtf)) ? [new RefusesAttribute("edtf-invalid")] : [])
        .Concat(_commands.Select(command => new RefusesAttribute([.. Language.RefusalsOf(command)])))
        .SelectMany(refuses => refuses.Codes.Select(code => Problems.Catalogue[code]), (refuses, problem) =>
            (refuses.Status == 0 ? problem.Status : refuses.Status, problem))
        .Distinct();

    public IEnumerable<T> All<T>() where T : Attribute =>
        _methods.SelectMany(method => method.GetCustomAttributes<T>());

    private void Add(MethodInfo method)
    {
        if (_methods.Add(method))
            foreach (var through in method.GetCustomAttributes<ThroughAttribute>()
                .SelectMany(through => through.Methods))
                Add(through);
    }
}
