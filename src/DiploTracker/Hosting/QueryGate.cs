using System.Collections.Concurrent;
using System.Reflection;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Hosting.Pages;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using Wolverine.Http;

namespace DiploTracker.Hosting;

/// <summary>
/// Refuses query parameters that an endpoint does not declare: a typing error would otherwise be answered as another
/// question.
/// </summary>
internal static class QueryGate
{
    public static void UseDeclaredQueries(this WebApplication app)
    {
        var declared = new ConcurrentDictionary<Endpoint, IReadOnlySet<string>>();
        app.Use((context, next) =>
        {
            // The pages of /docs are those of a library, which puts versions into the addresses of its files.
            if (context.Request.Query.Count == 0 || context.GetEndpoint() is not RouteEndpoint endpoint
                || context.Request.Path.StartsWithSegments(Docs.Path))
                return next(context);
            var known = declared.GetOrAdd(endpoint, of => ParametersOf(of));
            return context.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
                ? new ProblemResult(Refusals.Malformed(unknown, Known(known))).ExecuteAsync(context)
                : next(context);
        });
    }

    private static string Known(IReadOnlySet<string> known) => known.Count == 0
        ? "there is no such parameter here, nor any other"
        : $"there is no such parameter here; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}";

    private static HashSet<string> ParametersOf(Endpoint endpoint)
    {
        var method = endpoint.Metadata.GetMetadata<HttpChain>()?.Method.Method
            ?? endpoint.Metadata.GetMetadata<MethodInfo>();
        return [.. new Declared(method, []).Queries.Select(query => query.Name)];
    }
}
