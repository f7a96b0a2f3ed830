using System.Reflection;
using System.Text.RegularExpressions;
using DiploTracker.Commands;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Wolverine.Http;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>An operation of the API: an endpoint, or one of the commands of the endpoint that takes them all.</summary>
/// <param name="Path">The route without constraints: <c>/api/negotiations/{key}</c>.</param>
/// <param name="Command">The one command that it takes; null if it takes none or any.</param>
internal sealed partial record DescribedEndpoint(
    string Path, string HttpMethod, RouteEndpoint Endpoint, MethodInfo? Method, Type? Command)
{
    public IEnumerable<string> PathParameters => Names().Matches(Path).Select(match => match.Groups[1].Value);

    public Declared Declared => field ??= new Declared(Method, Brought);

    /// <summary>The commands whose rules apply to a request.</summary>
    private IEnumerable<Type> Brought =>
        Command == typeof(Correct) ? Language.Commands.Values // an amendment is judged as the command that it amends
        : Command is not null ? [Command]
        : Body?.Type is { } body && body.GenericTypeArguments.Append(body).Contains(typeof(NamedCommand))
            ? Language.Commands.Values
        : [];

    public TakesBodyAttribute? Body => Method?.GetCustomAttribute<TakesBodyAttribute>();

    /// <summary>It answers with a list, also as CSV.</summary>
    public bool IsList => CsvAnswers.RowOf(Method) is not null;

    public bool IsOfTheApi => Path.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>What the endpoint does with its command; null if it records it.</summary>
    public string? Verb => Method?.GetCustomAttribute<DoesAttribute>()?.Verb;

    /// <summary>The name declared by the endpoint, or that of its command.</summary>
    public string OperationId => Command is not null ? Verb is { } verb ? verb + Command.Name : Camel(Command.Name)
        : Metadata<IEndpointNameMetadata>()?.EndpointName
        ?? throw new InvalidOperationException($"{HttpMethod} {Path} has no name; give it [EndpointName].");

    public string Tag => Metadata<ITagsMetadata>()?.Tags is [var tag, ..] ? tag
        : Command is not null ? Areas.Of(Command)
        : Method?.DeclaringType?.Namespace?.Split('.') is ["DiploTracker", not "Hosting", ..] names
            ? Words().Replace(names[^1], word => " " + word.Value.ToLowerInvariant())
        : "The tracker";

    /// <summary>Declared metadata only: names and summaries made by Wolverine merely repeat the route.</summary>
    public T? Metadata<T>() where T : class => Method?.GetCustomAttributes().OfType<T>().FirstOrDefault()
        ?? (Endpoint.Metadata.GetMetadata<HttpChain>() is null ? Endpoint.Metadata.GetMetadata<T>() : null);

    public static IEnumerable<DescribedEndpoint> Of(IEnumerable<Endpoint> endpoints) => endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .SelectMany(verb => Of(endpoint, verb)));

    private static IEnumerable<DescribedEndpoint> Of(RouteEndpoint endpoint, string verb)
    {
        var path = PathOf(endpoint.RoutePattern);
        var method = endpoint.Metadata.GetMetadata<HttpChain>()?.Method.Method ?? endpoint.Metadata.GetMetadata<MethodInfo>();
        if (path.Contains("{command}", StringComparison.Ordinal))
            return Language.Routes
                .Where(route => route.Value != typeof(OpenNegotiation))
                .Select(route => new DescribedEndpoint(
                    path.Replace("{command}", route.Key, StringComparison.Ordinal),
                    verb, endpoint, method, route.Value));

        var body = method?.GetCustomAttribute<TakesBodyAttribute>()?.Type;
        return [new(path, verb, endpoint, method, body?.IsSubclassOf(typeof(Command)) == true ? body : null)];
    }

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => "",
        }))));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Names();

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Words();
}
