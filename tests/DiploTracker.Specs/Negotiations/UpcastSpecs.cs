using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>An event whose form changed twice, as one of the tracker's would.</summary>
public sealed class UpcastSpecs
{
    private static readonly Upcasts Upcasts = new([typeof(EnvoyNamed)]);

    private static readonly EnvoyNamed Named = new("Witkoff", ["RUS", "UKR"]) { Occurred = TheDay };

    [Theory]
    [InlineData("envoy-named.v1", """{ "name": "Witkoff", "for": "RUS, UKR", "occurred": "2025-08-07" }""")]
    [InlineData("envoy-named.v2", """{ "envoy": "Witkoff", "for": "RUS, UKR", "occurred": "2025-08-07" }""")]
    public void an_earlier_form_is_read_as_that_of_today(string name, string json) =>
        Upcasts.Read(name, System.Text.Encoding.UTF8.GetBytes(json)).ShouldBe(Named);

    [Fact]
    public void the_form_of_today_needs_no_change() =>
        JsonSerializer.Deserialize<EnvoyNamed>(EventJson.Write(Named), EventJson.Options).ShouldBe(Named);

    [Theory]
    [InlineData("envoy-named.v3")]
    [InlineData("envoy-named.v9")]
    [InlineData("envoy-dismissed.v1")]
    public void a_name_under_which_no_earlier_form_was_stored_is_not_known_to_it(string name) =>
        Upcasts.Read(name, "{}"u8).ShouldBeNull();

    [Fact]
    public void a_change_that_is_not_there_is_noticed_at_once()
    {
        Should.Throw<InvalidOperationException>(() => new Upcasts([typeof(Careless)])).Message.ShouldContain("no static Change");
        Should.Throw<InvalidOperationException>(() => new Upcasts([typeof(Nameless)])).Message.ShouldContain("does not say its version");
    }

    [Fact]
    public void a_change_of_disclosure_that_was_recorded_first_says_what_it_said()
    {
        var json = System.Text.Encoding.UTF8.GetBytes("""{"ref":"m-summit","occurred":"2025-08-07","marking":"RED"}""");
        EventJson.Read("disclosure-changed.v1", json).ShouldBe(new DisclosureChanged("m-summit") { Marking = Marking.RED, Occurred = TheDay });
    }

    [StoredAs("envoy-named.v3")]
    [StoredBefore("envoy-named.v2", nameof(FromV2))]
    [StoredBefore("envoy-named.v1", nameof(FromV1))]
    private sealed record EnvoyNamed(string Envoy, EquatableArray<string> For) : RecordEvent
    {
        private static JsonObject FromV1(JsonObject v1) => new(v1.Select(member =>
            KeyValuePair.Create(member.Key == "name" ? "envoy" : member.Key, member.Value?.DeepClone())));

        private static JsonObject FromV2(JsonObject v2)
        {
            v2["for"] = new JsonArray([.. ((string)v2["for"]!).Split(", ").Select(party => JsonValue.Create(party))]);
            return v2;
        }

        public override Command ToCommand() => new Corroborate(Guid.Empty);

        public override string Describe() => $"{Envoy} is named.";
    }

    [StoredBefore("careless.v1", "Change")]
    private sealed record Careless : RecordEvent
    {
        public override Command ToCommand() => new Corroborate(Guid.Empty);

        public override string Describe() => "";
    }

    [StoredBefore("nameless", nameof(Change))]
    private sealed record Nameless : RecordEvent
    {
        private static JsonObject Change(JsonObject before) => before;

        public override Command ToCommand() => new Corroborate(Guid.Empty);

        public override string Describe() => "";
    }
}
