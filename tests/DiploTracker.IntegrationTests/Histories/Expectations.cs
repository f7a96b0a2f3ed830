using System.Text.Json.Nodes;
using Shouldly;

namespace DiploTracker.IntegrationTests.Histories;

/// <summary>Compares a status, as it came over HTTP, with what a history expects.</summary>
internal static class Expectations
{
    public static void ShouldMeet(this JsonNode status, JsonObject all, string when)
    {
        foreach (var (subject, expected) in all)
        {
            var where = $"{when}, {subject}";
            if (subject == "phase")
                ((string?)status["phase"]).ShouldBe((string?)expected, where);
            else if (subject == "statements")
                ((int?)status["statementCount"]).ShouldBe((int?)expected, where);
            else if (expected is null)
                Find(status, subject).ShouldBeNull(where);
            else
                Compare(Find(status, subject).ShouldNotBeNull(where), expected.AsObject(), where);
        }
    }

    private static JsonNode? Find(JsonNode status, string subject)
    {
        var list = subject[..2] switch
        {
            "m:" => "meetings",
            "p:" => "proposals",
            "d:" => "positions",
            "a:" => "agreements",
            "t:" => "deadlines",
            _ => throw new InvalidOperationException($"'{subject}' is not known to these tests."),
        };
        return status[list]!.AsArray().SingleOrDefault(item => (string?)item!["id"] == subject[2..]);
    }

    private static void Compare(JsonNode actual, JsonObject expected, string where)
    {
        foreach (var (name, value) in expected)
            Value(actual, name == "venue" && !((string)value!).Contains('/') ? "venueAgreement" : name).ShouldBe(value?.ToJsonString(), $"{where}: {name}");
    }

    private static string? Value(JsonNode actual, string name) => (name switch
    {
        "venue" => JsonValue.Create($"{actual["venue"]!["agreement"]}/{actual["venue"]!["disclosure"]}"),
        "venueAgreement" => actual["venue"]!["agreement"],
        "place" => actual["venue"]!["place"],
        "ical" => actual["calendarStatus"],
        "seq" => actual["sequence"],
        "schema" => actual["eventStatus"],
        "proposal" => actual["proposalStatus"],
        "answers" => new JsonObject(actual["answers"]!.AsObject().Select(answer => KeyValuePair.Create(answer.Key, (JsonNode?)answer.Value!["answer"]!.DeepClone()))),
        "ended" => actual["ended"]?["how"],
        "breaches" => JsonValue.Create(actual["breaches"]!.AsArray().Count),
        "concerns" => JsonValue.Create(string.Join(", ", actual["concerns"]!.AsArray().Select(Link))),
        _ => actual.AsObject().TryGetPropertyValue(name, out var value) ? value : throw new InvalidOperationException($"The status has no '{name}'."),
    })?.ToJsonString();

    private static string Link(JsonNode? link) => link!["how"] is { } how ? $"{link["id"]} ({how})" : $"{link["id"]}";
}
