using System.Text.Json.Nodes;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Recording;
using Shouldly;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>A tracker without a database: what it is sent is decided, parked and placed as ever; what is known is kept between.</summary>
internal sealed class DryTracker
{
    private static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private DateTimeOffset _now = Start;

    public NegotiationSnapshot Known { get; private set; } = NegotiationSnapshot.Nothing;

    public Timeline Timeline => Known.Timeline;

    /// <summary>The id of the fact that was sent last, recorded or parked.</summary>
    public Guid LastSent { get; private set; }

    public string Status => StatusOf(Timeline);

    /// <summary>A tracker that knows what was recorded elsewhere.</summary>
    public static DryTracker Knowing(Timeline timeline) => new()
    {
        Known = new NegotiationSnapshot(timeline, [], ParkedChange.None),
        _now = timeline.Recorded[^1].RecordedAt,
    };

    /// <summary>Lets more commands wait, without trying any.</summary>
    public void Park(IEnumerable<Parked> more) => Known = Known with { Parked = Known.Parked.AddRange(more) };

    /// <summary>Sends commands that land together; each request a minute after the one before, unless said otherwise.</summary>
    public DecidedSubmission Send(IReadOnlyList<Command> commands, bool parks = false, DateTimeOffset? at = null)
    {
        _now = at ?? _now.AddMinutes(1);
        var appending = new StreamAppend("generated", Known, _now, new Audience(_now));
        appending.Decide(new Pending(new Submission("generated", commands, Caller.Local, MayPark: parks)));
        Known = appending.Appended(Timeline.Version + 1, _now);
        var decided = appending.Decisions[0];
        LastSent = decided.Parked?.Id ?? decided.Facts.LastOrDefault()?.Id ?? Guid.Empty;
        return decided;
    }

    public DecidedSubmission Send(Command command, bool parks = false, DateTimeOffset? at = null) => Send([command], parks, at);

    /// <summary>Every value of the status, as JSON; not the version, for that counts what was recorded.</summary>
    public static string StatusOf(Timeline timeline) => StatusJson(timeline).ToJsonString();

    /// <summary>Its status is that of the timeline, value by value; else it says where they part.</summary>
    public void ShouldStandAs(Timeline timeline, string where)
    {
        var (actual, expected) = (Status, StatusOf(timeline));
        var at = actual.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count();
        if (actual != expected)
            throw new ShouldAssertException($"{where}: {Around(actual, at)} should be {Around(expected, at)}");
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)];

    public static JsonNode StatusJson(Timeline timeline) =>
        JsonSerializer.SerializeToNode(Statuses.NegotiationStatus.Of("generated", timeline) with { Version = 0 }, Json.Options)!;
}
