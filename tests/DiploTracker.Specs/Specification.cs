using DiploTracker.Kernel;
using Shouldly;

namespace DiploTracker.Specs;

/// <summary>
/// Given facts, when a command comes, then what it leads to. It is judged through the timeline, so canonical order,
/// corrections and identical facts take part. A fact without a date is of <see cref="TheDay"/>.
/// </summary>
public sealed class Specification
{
    /// <summary>When commands reach the tracker here, unless a spec says otherwise.</summary>
    public static readonly DateTimeOffset Received = new(2025, 8, 20, 12, 0, 0, TimeSpan.Zero);

    public static readonly Edtf TheDay = Date("2025-08-07");

    private Specification(Timeline timeline) => Timeline = timeline;

    public Timeline Timeline { get; }

    /// <summary>How the negotiation stands after what is given.</summary>
    public Negotiation Now => Timeline.Head;

    public static Specification Given(params DomainEvent[] events) =>
        new(Timeline.Of(events.Select((@event, index) => Recorded(@event, index + 1))));

    public static Edtf Date(string text) => Edtf.Parse(text);

    /// <summary>The event id of the fact with that version, counted from 1.</summary>
    public static Guid Fact(long version) => new($"00000000-0000-0000-0000-{version:D12}");

    public static Fact Recorded(DomainEvent @event, long version, DateTimeOffset? recordedAt = null) => new(
        version, version, Fact(version), recordedAt ?? Received.AddSeconds(version),
        @event.Occurred is null ? @event with { Occurred = TheDay } : @event, DiploTracker.Negotiations.EventMetadata.Provisional);

    /// <summary>The same with one more fact recorded.</summary>
    public Specification And(DomainEvent @event) => new(Timeline.With(Recorded(@event, Timeline.Version + 1)));

    public Verdict When(Command command, DateTimeOffset? received = null) =>
        new(this, command, received ?? Received, Timeline.Decider.Decide(command, received ?? Received));

    public Meeting Meeting(string id = "m-summit") => Now.Meetings[id].ShouldNotBeNull();

    public Proposal Proposal(string id) => Now.Proposals[id].ShouldNotBeNull();

    public Position Position(string id) => Now.Positions[id].ShouldNotBeNull();

    public Agreement Agreement(string id) => Now.Agreements[id].ShouldNotBeNull();

    public Deadline Deadline(string id) => Now.Deadlines[id].ShouldNotBeNull();
}
