using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DiploTracker.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.OpenApi;

/// <summary>
/// The API description. <c>docs/openapi.json</c> is what the tracker serves; after a change of the API write it anew by
/// running these tests with DIPLO_WRITE_OPENAPI=1.
/// </summary>
public sealed class OpenApiTests(ServedTracker tracker) : IClassFixture<ServedTracker>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_committed_document_is_the_one_that_is_served()
    {
        // It names the address at which it is asked for.
        var served = (await tracker.Http.GetStringAsync("/openapi/v1.json", Cancellation))
            .Replace(tracker.Http.BaseAddress!.AbsoluteUri.TrimEnd('/'), "http://localhost:5080");
        if (Environment.GetEnvironmentVariable("DIPLO_WRITE_OPENAPI") is "1")
            await File.WriteAllTextAsync(Committed(), served + "\n", Cancellation);

        (await File.ReadAllTextAsync(Committed(), Cancellation)).ShouldBe(served + "\n", "the API has changed: write docs/openapi.json anew with DIPLO_WRITE_OPENAPI=1");
    }

    [Fact]
    public async Task every_command_is_an_operation_with_a_schema_of_its_own()
    {
        var document = await Document();
        foreach (var (route, type) in Language.Routes)
        {
            var path = type == typeof(OpenNegotiation) ? "/api/negotiations" : $"/api/negotiations/{{key}}/{route}";
            document["paths"]![path].ShouldNotBeNull(path)["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!
                .GetValue<string>().ShouldBe($"#/components/schemas/{type.Name}");
            document["paths"]![path]!["post"]!["summary"].ShouldNotBeNull($"{type.Name} says what it is for");
        }
    }

    [Fact]
    public async Task a_command_says_which_members_it_needs_and_which_words_it_takes()
    {
        var schemas = (await Document())["components"]!["schemas"]!;
        Texts(schemas["RecordMeetingHeld"]!["required"]).ShouldBe(["meeting", "when", "outcome"]);
        schemas["RecordMeetingHeld"]!["properties"]!["outcome"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/MeetingOutcome");
        Texts(schemas["MeetingOutcome"]!["enum"]).ShouldBe(Enum.GetNames<MeetingOutcome>());
        Texts(schemas["Marking"]!["enum"]).ShouldContain("AMBER+STRICT");
        schemas["OpenNegotiation"]!["properties"]!["parties"]!["items"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/PartyInRole");
    }

    [Fact]
    public async Task a_command_is_described_with_the_problems_of_its_own_rule()
    {
        var operation = (await Document())["paths"]!["/api/negotiations/{key}/schedule-meeting"]!["post"]!;
        Texts(operation["responses"]!["409"]!["x-codes"]).ShouldBe(["blocked-by-precondition", "meeting-cancelled", "meeting-closed", "meeting-under-way", "negotiation-not-open", "not-agreed", "outside-scheduled-window", "too-many-parked"]);
    }

    [Fact]
    public async Task each_text_of_a_command_says_how_long_it_may_be()
    {
        var schemas = (await Document())["components"]!["schemas"]!;
        int? Longest(string schema, string member) => (int?)Member(schema, member)["maxLength"];
        JsonNode Member(string schema, string member) => schemas[schema]!["properties"]![member]!;

        Longest("RecordStatement", "quote").ShouldBe(Limits.Text);
        Longest("RecordStatement", "id").ShouldBe(Limits.Name);
        Longest("RecordStatement", "speaker").ShouldBe(2 * Limits.Name + 1);
        Longest("RecordMeetingHeld", "track").ShouldBe(Limits.Label);
        Longest("Phrase", "language").ShouldBe(DiploTracker.Kernel.LanguageTag.Longest);
        Longest("PartyInRole", "code").ShouldBe(Limits.Name);
        Longest("RegisterReport", "text").ShouldBe(Limits.ReportBytes);
        Longest("RegisterReport", "title").ShouldBe(Limits.Text);
        ((int?)Member("Basis", "via")["items"]!["maxLength"]).ShouldBe(Limits.Label);
        ((int?)schemas["Edtf"]!["maxLength"]).ShouldBe(Limits.DateText);

        foreach (var command in Language.Commands.Keys)
            foreach (var (name, member) in schemas[command]!["properties"]!.AsObject())
                foreach (var text in new[] { member!, member!["items"] }.OfType<JsonObject>())
                    if (text["type"]?.ToJsonString().Contains("\"string\"") == true && text["enum"] is null && text["format"] is null)
                        text["maxLength"].ShouldNotBeNull($"{command}.{name}");
    }

    [Fact]
    public async Task a_named_command_is_told_by_its_name()
    {
        var schemas = (await Document())["components"]!["schemas"]!;
        var named = schemas["NamedCommand"]!["discriminator"]!["mapping"]!.AsObject();
        named.Select(one => one.Key).ShouldBe(Language.Commands.Keys, ignoreOrder: true);
        schemas["CommandLine"]!["oneOf"]!.AsArray().Select(one => (string)one!["$ref"]!).ShouldBe(named.Select(one => (string)one.Value!));
        schemas["NamedScheduleMeeting"]!["allOf"]![1]!["properties"]!["when"].ShouldNotBeNull();
    }

    [Fact]
    public async Task every_tag_is_described() =>
        (await Document())["tags"]!.AsArray().ShouldAllBe(tag => tag!["description"]!.GetValue<string>().EndsWith('.'));

    [Fact]
    public async Task every_operation_says_what_it_answers_when_all_is_well()
    {
        foreach (var (path, operations) in (await Document())["paths"]!.AsObject())
            foreach (var (verb, operation) in operations!.AsObject())
                operation!["responses"]!.AsObject().ShouldContain(answer => answer.Key.StartsWith('2'), $"{verb} {path}");
    }

    [Fact]
    public async Task the_audit_is_described_with_what_it_takes()
    {
        var paths = (await Document())["paths"]!;
        Parameters(paths["/api/audit/export"]!["get"]!).ShouldBe(["after", "negotiation"], ignoreOrder: true);
        Parameters(paths["/api/audit/proofs/consistency"]!["get"]!).ShouldBe(["from", "to"], ignoreOrder: true);
        new[] { "order", "from", "to" }.ShouldBeSubsetOf(Parameters(paths["/api/audit/negotiations/{key}/replay"]!["get"]!));
    }

    [Fact]
    public async Task the_headers_and_moments_of_requests_are_described()
    {
        var paths = (await Document())["paths"]!;
        string[] ofCommands = ["key", "If-Match", "Idempotency-Key", "X-Recorded-By"];
        string[] ofHistory = ["order", "after", "limit", "asKnownAt", "asReportedAt", "asOf", "X-Min-Position", "Prefer", "If-None-Match"];
        ofCommands.ShouldBeSubsetOf(Parameters(paths["/api/negotiations/{key}/schedule-meeting"]!["post"]!));
        ofHistory.ShouldBeSubsetOf(Parameters(paths["/api/negotiations/{key}/history"]!["get"]!));
    }

    [Fact]
    public async Task every_reference_leads_somewhere_and_every_operation_has_an_id_of_its_own()
    {
        var document = await Document();
        foreach (var reference in Nodes(document).OfType<JsonObject>().Select(node => node["$ref"]?.GetValue<string>()).OfType<string>().Distinct())
            reference[2..].Split('/').Aggregate((JsonNode?)document, (node, name) => node?[name]).ShouldNotBeNull(reference);

        var ids = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!["operationId"]!.GetValue<string>()).ToList();
        ids.ShouldBe(ids.Distinct());
    }

    private async Task<JsonNode> Document() => JsonNode.Parse(await tracker.Http.GetStringAsync("/openapi/v1.json", Cancellation))!;

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(item => item!.GetValue<string>());

    private static IEnumerable<string> Parameters(JsonNode operation) => operation["parameters"]!.AsArray()
        .Select(parameter => parameter!["name"]?.GetValue<string>() ?? parameter["$ref"]!.GetValue<string>().Split('/')[^1]);

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => (node switch
    {
        JsonObject members => members.Select(member => member.Value),
        JsonArray items => items,
        _ => [],
    }).OfType<JsonNode>().SelectMany(Nodes).Prepend(node);

    private static string Committed([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "openapi.json"));
}
