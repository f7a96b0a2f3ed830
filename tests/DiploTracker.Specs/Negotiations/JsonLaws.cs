using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>What is written is read back as it was, for every event and every command.</summary>
public sealed class JsonLaws
{
    private const int Many = 1_000;

    [Fact]
    public void a_stored_event_is_read_back_as_it_was() =>
        Generated.Any.Sample(@event =>
        {
            var json = EventJson.Write(@event);

            var read = EventJson.Read(Language.NameOf(@event), json);
            read.ShouldBe(@event);
            EventJson.Write(read).ShouldBe(json);
        }, iter: Many);

    [Fact]
    public void also_when_the_database_has_put_its_members_into_an_order_of_its_own() =>
        Generated.Any.Sample(@event =>
        {
            var stored = Reordered(JsonNode.Parse(EventJson.Write(@event))!).ToJsonString();

            EventJson.Read(Language.NameOf(@event), Encoding.UTF8.GetBytes(stored)).ShouldBe(@event);
        }, iter: Many);

    [Fact]
    public void the_offset_of_a_time_is_stored() =>
        Generated.Any.Sample(@event =>
            EventJson.Read(Language.NameOf(@event), EventJson.Write(@event)).EmbargoUntil?.Offset
                .ShouldBe(@event.EmbargoUntil!.Value.Offset), iter: Many);

    [Fact]
    public void a_command_is_read_back_as_it_was_sent() =>
        Generated.Plain.Select(@event => @event.AsSent()).Sample(command =>
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), CommandJson.Options);

            var (read, refusal) = CommandJson.Read(command.GetType(), json);
            refusal.ShouldBeNull();
            read.ShouldBe(command);
        }, iter: Many);

    [Fact]
    public void what_a_newer_program_added_is_ignored() =>
        EventJson.Read("meeting-postponed.v1", """{ "meeting": "m-summit", "by": "RUS", "until": "2026", "occurred": "2025-08-07" }"""u8)
            .ShouldBe(SummitPostponed with { Occurred = TheDay });

    [Fact]
    public void an_event_that_nobody_knows_stops_the_reading() =>
        Should.Throw<InvalidOperationException>(() => EventJson.Read("meeting-forgotten.v1", "{}"u8)).Message
            .ShouldContain("meeting-forgotten.v1");

    /// <summary>As jsonb does: shorter names first.</summary>
    private static JsonNode Reordered(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key.Length).ThenBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : (JsonNode?)Reordered(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Reordered(item))]),
        _ => node.DeepClone(),
    };
}
