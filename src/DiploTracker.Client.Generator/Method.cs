using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static DiploTracker.Client.Generator.Written;

namespace DiploTracker.Client.Generator;

/// <summary>One operation as a method of the client, and the record of its filter.</summary>
internal sealed partial class Method(Types types, List<JsonObject> parameters, string verb, string path,
    JsonObject operation)
{
    private static readonly HashSet<string> OfMoments = ["asKnownAt", "asReportedAt", "asOf"];

    private readonly string _name = Pascal((string)operation["operationId"]!);

    private string Query => $"{_name}Query";

    public void Write(StringBuilder methods, StringBuilder records, JsonObject? answer, string? body)
    {
        var filters = In("query").Where(one => !OfMoments.Contains(NameOf(one))).ToList();
        var item = answer is null || Types.Referred(answer) is not { } schema ? null
            : Types.ItemOf(types.Schema(schema));
        var isPaged = item is not null && filters.RemoveAll(one => NameOf(one) == "after") > 0;
        if (filters.Count > 0)
            WriteQuery(records, filters);

        var type = answer is null ? null : types.Of(answer).Name;
        var given = Given(filters.Count > 0, body);
        var page = isPaged ? "Page" : "";
        var after = isPaged ? "string? after = null, " : "";
        WriteHead(methods, isPage: isPaged);
        methods.Append(CultureInfo.InvariantCulture,
            $"""
                [Operation({Literal(verb)}, {Literal(path)})]
                [Description({Literal(Summary)})]
                public {Returned(type)} {_name}{page}Async({string.Concat(given.Select(one => one.Declared + ", "))}{after}CancellationToken cancellation = default) =>
                    {Sent(type, filters.Count > 0, isPaged, body)};


            """);
        if (item is not null)
            WriteCsv(methods, given, filters.Count > 0);
        if (!isPaged)
            return;
        WriteHead(methods, isPage: false);
        methods.Append(CultureInfo.InvariantCulture,
            $"""
                public IAsyncEnumerable<{types.Of(item!).Name}> {_name}Async({string.Concat(given.Select(one => one.Declared + ", "))}CancellationToken cancellation = default) =>
                    AllAsync((after, stop) => {_name}PageAsync({string.Concat(given.Select(one => one.Name + ", "))}after, stop), cancellation);


            """);
    }

    private void WriteCsv(StringBuilder methods, List<(string Name, string Declared)> given, bool hasQuery) =>
        methods.Append(CultureInfo.InvariantCulture,
            $"""
                /// <summary>As CSV, page by page: {Xml(Summary)}</summary>
                public IAsyncEnumerable<string> {_name}CsvAsync({string.Concat(given.Where(one =>
                    one.Name != "wait").Select(one => one.Declared + ", "))}CancellationToken cancellation = default) =>
                    CsvAsync({Address(hasQuery, isPaged: false)}, cancellation);


            """);

    private string Summary => ((string?)operation["summary"] ?? _name).TrimEnd('.') + ".";

    private void WriteHead(StringBuilder methods, bool isPage)
    {
        var description = ((string?)operation["description"] ?? "").ReplaceLineEndings(" ");
        methods.Append(CultureInfo.InvariantCulture,
            $"    /// <summary>{(isPage ? "One page: " : "")}{Xml(Summary)}</summary>\n");
        if (description.Length > Summary.Length)
            methods.Append(CultureInfo.InvariantCulture, $"    /// <remarks>{Xml(description)}</remarks>\n");
    }

    private string Returned(string? type) => (type, verb) switch
    {
        (not null, _) => $"Task<Read<{type}>>",
        (null, "GET") => "Task<string>",
        _ => "Task",
    };

    /// <summary>The parameters of the method, without the cursor and the cancellation.</summary>
    private List<(string Name, string Declared)> Given(bool hasQuery, string? body)
    {
        var given = In("path").Select(one => (Camel(NameOf(one)), $"string {Camel(NameOf(one))}")).ToList();
        if (body is not null && types.Of(new JsonObject { ["$ref"] = $"#/components/schemas/{body}" }) is var sent)
            given.Add(("body", $"{sent.Name} body"));
        if (hasQuery)
            given.Add(("query", $"{Query}? query = null"));
        if (In("query").Any(one => OfMoments.Contains(NameOf(one))))
            given.Add(("moment", "Moment? moment = null"));
        if (In("header").Any(one => NameOf(one) == "X-Min-Position"))
            given.Add(("wait", "WaitFor? wait = null"));
        if (body is not null)
            given.Add(("options", "SendOptions? options = null"));
        return given;
    }

    private string Address(bool hasQuery, bool isPaged)
    {
        var address = "$\"" + Braces().Replace(path.TrimStart('/'), one =>
            $"{{Escaped({Camel(one.Groups[1].Value)})}}") + "\"";
        List<string> parts = [];
        if (hasQuery)
            parts.Add(".. query?.Parts() ?? []");
        if (isPaged)
            parts.Add("(\"after\", after)");
        if (In("query").Any(one => OfMoments.Contains(NameOf(one))))
            parts.Add(".. At(moment)");
        if (parts.Count > 0)
            address += $" + Query([{string.Join(", ", parts)}])";
        return address;
    }

    private string Sent(string? type, bool hasQuery, bool isPaged, string? body)
    {
        var address = Address(hasQuery, isPaged);
        var wait = In("header").Any(one => NameOf(one) == "X-Min-Position") ? "wait" : "wait: null";
        return (type, verb) switch
        {
            (null, "GET") => $"TextAsync({address}, cancellation)",
            (_, "GET") => $"GetAsync<{type}>({address}, {wait}, cancellation)",
            (null, _) => $"SendAsync(HttpMethod.{Pascal(verb.ToLowerInvariant())}, {address}, cancellation)",
            _ => $"SendAsync<{Types.NameOf(body!)}, {type}>(HttpMethod.{Pascal(
                verb.ToLowerInvariant())}, {address}, body, options, cancellation)",
        };
    }

    private void WriteQuery(StringBuilder records, List<JsonObject> filters)
    {
        records.Append(CultureInfo.InvariantCulture, $$"""

            /// <summary>The filter of {{_name}}: {{Xml(Summary)}}</summary>
            public sealed record {{Query}}
            {

            """);
        foreach (var filter in filters)
        {
            var description = ((string?)filter["description"] ?? "").ReplaceLineEndings(" ");
            var (type, _, words) = types.Of(filter["schema"]!);
            var edtf = Types.Referred(filter["schema"]) == "Edtf" ? ", Edtf" : "";
            var listed = filter["schema"]!["enum"] is JsonArray some ? $" {string.Join(", ", some)}." : "";
            records.Append(CultureInfo.InvariantCulture, $$"""
                    /// <summary>{{Xml(description + listed)}}</summary>
                    [Description({{Literal(description + listed)}}){{(words is null ? "" : $", OneOf(typeof({Plural(words)}))")}}{{edtf}}]
                    public {{type}}? {{Identifier(NameOf(filter))}} { get; init; }


                """);
        }
        records.Append("    internal (string, string?)[] Parts() =>\n    [\n");
        foreach (var filter in filters)
            records.Append(CultureInfo.InvariantCulture,
                $"        ({Literal(NameOf(filter))}, DiploClient.Part({Identifier(NameOf(filter))})),\n");
        records.Append("    ];\n}\n");
    }

    private IEnumerable<JsonObject> In(string place) => parameters.Where(one => (string)one["in"]! == place);

    private static string NameOf(JsonObject parameter) => (string)parameter["name"]!;

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Braces();
}
