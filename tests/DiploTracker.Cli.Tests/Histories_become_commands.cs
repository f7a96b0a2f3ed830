using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DiploTracker.Cli.Running;
using DiploTracker.Client;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class Histories_become_commands
{
    private static readonly JsonSerializerOptions Strict = new(CommandJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static ScriptLine Line(string json, int number = 1) => ScriptLine.Read(json, number, "n")!;

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.jsonl").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    [Fact]
    public void there_are_histories() => Files.Count.ShouldBeGreaterThanOrEqualTo(3);

    [Theory]
    [MemberData(nameof(Files))]
    public void every_line_is_a_command_of_the_client_and_nothing_else(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));
        lines.Length.ShouldBeGreaterThanOrEqualTo(37);
        foreach (var text in lines)
        {
            var history = JsonNode.Parse(text)!.AsObject();
            var line = Line(text);
            line.Fault.ShouldBeNull();
            line.Step.ShouldBe(history["n"]!.GetValue<int>());
            line.ExpectError.ShouldBe(history["expectError"]?.GetValue<string>());
            var fields = line.Json.DeepClone().AsObject();
            foreach (var member in (string[])["negotiation", "idempotencyKey", "command"])
                fields.Remove(member).ShouldBeTrue();
            if (line.Json["command"]!.GetValue<string>() == "OpenNegotiation")
                fields["key"] = "n";
            if (line.AboutStep is not null)
                fields["fact"] = $"{Guid.Empty}"; // known once the history runs

            var type = CommandJson.Commands[line.Json["command"]!.GetValue<string>()];
            var command = (Command)fields.Deserialize(type, Strict)!;
            var back = CommandJson.Fields(command);
            foreach (var (name, value) in history["args"]!.AsObject()
                .Where(arg => arg.Key is not ("parties" or "step") && arg.Value is not null))
                JsonNode.DeepEquals(back[name], value).ShouldBeTrue($"{file} {line.Step} {name}");
            command.Occurred.ShouldBe(history["date"]!.GetValue<string>());
        }
    }

    [Fact]
    public void words_and_sources_are_carried_over()
    {
        var line = Line(
            """
            {"n":4,"date":"2025-08-07","kind":"ConfirmDate","args":{"meeting":"m","by":"RUS"},"phrase":"by May",
             "actors":["the Kremlin","RUS.Ushakov"],"source":"AFP"}
            """);
        line.Json.Remove("idempotencyKey");
        JsonNode.DeepEquals(line.Json, JsonNode.Parse(
            """
            {"negotiation":"n","command":"ConfirmDate","meeting":"m","by":"RUS","occurred":"2025-08-07",
             "phrase":{"text":"by May","language":"en"},"basis":[{"speaker":"RUS.Ushakov","via":["AFP"]}]}
            """)).ShouldBeTrue(line.Json.ToJsonString());
    }

    [Fact]
    public void the_same_line_at_the_same_place_has_the_same_key()
    {
        const string json = """{"command":"ConfirmDate","meeting":"m","by":"RUS"}""";
        string Key(string negotiation, int number) =>
            ScriptLine.Read(json, number, negotiation)!.Json["idempotencyKey"]!.GetValue<string>();
        Key("n", 1).ShouldBe(Key("n", 1));
        Key("n", 1).ShouldNotBe(Key("n", 2));
        Key("n", 1).ShouldNotBe(Key("o", 1));
    }

    [Fact]
    public void a_name_gives_the_uuid_of_the_rfc() =>
        LineKeys.Version5(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com")
            .ShouldBe(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
}
