using DiploTracker.Diffs;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Previews;

/// <summary>Describes what was decided and not recorded, as its audience may see it.</summary>
internal sealed class Previewing
{
    private readonly Tried _tried;
    private readonly Timeline _before;
    private readonly Timeline _after;
    private readonly Comparison _comparison;
    private readonly HashSet<Guid> _provisional;

    private Previewing(Tried tried)
    {
        _tried = tried;
        _before = tried.Before.Timeline.Embargo.SeenBy(tried.Audience);
        _after = tried.After.Timeline.Embargo.SeenBy(tried.Audience);
        _comparison = new Comparison(_before, _after, EdtfBound.Of(tried.Received));
        _provisional = [.. tried.Decision.Facts.Select(fact => fact.Id)];
    }

    public static Preview Of(Tried tried) => new Previewing(tried).Whole();

    private Preview Whole()
    {
        var changes = _comparison.Changes();
        var (facts, unparks) = (OwnFacts(), Unparked());
        var shown = changes.ConvertAll(change => new PreviewedChange(
            change.Path, change.Before, change.After, change.Cause, change.Text, [.. change.Facts.Select(Named)]));
        return new Preview(
            _tried.Submission.Negotiation,
            _tried.Decision.Parked is not null ? PreviewOutcome.WouldPark
                : facts.Count > 0 ? PreviewOutcome.WouldRecord
                : PreviewOutcome.AlreadyRecorded,
            _before.Version, _after.Version, Waiting(), facts, unparks, shown,
            Blocks.Lifted(changes, _after.Head), Blocks.Raised(changes), Altered(),
            PreviewWarnings.Of(_tried, facts, changes.Count, _before, _after));
    }

    private PreviewedWait? Waiting() =>
        _tried.Decision.Parked is { } parked && _tried.After.Parked.Contains(parked)
        && _tried.After.Timeline.Embargo.WhyWaiting(parked.Command, _tried.Received, _tried.Audience) is { } refusal
            ? new PreviewedWait(refusal.Code, refusal.Detail)
            : null;

    private List<PreviewedFact> OwnFacts() =>
    [
        .. _tried.Decision.Facts.Select((fact, index) =>
            Described(fact, _tried.Submission.Commands.Count > 1 ? _tried.Decision.Indexes[index] : null)),
    ];

    private List<PreviewedPlacing> Unparked()
    {
        var placed = _tried.Facts.Where(fact => !_provisional.Contains(fact.Id)).ToDictionary(fact => fact.Id);
        return
        [
            .. _tried.Before.Parked.Append(_tried.Decision.Parked).OfType<Parked>().Distinct()
                .Except(_tried.After.Parked)
                .Select(parked => new PreviewedPlacing(
                    parked.Id, parked.Metadata.Command,
                    placed.TryGetValue(parked.Id, out var fact) ? Described(fact, index: null) : null)),
        ];
    }

    private PreviewedFact Described(Fact decided, int? index)
    {
        var fact = _after.Recorded[(int)decided.Version - 1];
        var about = fact.Event.AboutFact is { } id ? _after.Fact(id) : null;
        var isCorrection = fact.Event is RecordCorrected;
        var placed = fact.Event is not RecordEvent ? fact : isCorrection ? about : null;
        var (place, was) = (PlaceOf(placed, _after), isCorrection ? PlaceOf(about, _before) : null);
        return new PreviewedFact(
            fact.Metadata.Command, index, fact.Version, Language.NameOf(fact.Event), fact.Event.Occurred,
            fact.Event.Describe(), place, was == place ? null : was,
            about is null ? null : Named(about, _before.Fact(about.Id) is null ? _after : _before),
            isCorrection ? CorrectedFact.Of(fact.Version, _after) : null);
    }

    /// <summary>Null if it has none, or was retracted.</summary>
    private FactPlace? PlaceOf(Fact? fact, Timeline timeline)
    {
        if (fact is null || fact.Event is RecordEvent || timeline.Corrections.IsRetracted(fact.Id))
            return null;
        var placed = timeline.Canonical;
        var index = placed.Count - 1;
        while (index >= 0 && placed[index].Fact.Version != fact.Version)
            index--;
        if (index < 0)
            return null;
        var behind = Enumerable.Range(1, index).Select(back => placed[index - back])
            .FirstOrDefault(entry => !entry.IsRetracted);
        var following = placed.From(index + 1).Where(entry => !entry.IsRetracted);
        return new FactPlace(
            index + 1, placed.Count, following.Any(entry => entry.Fact.Version <= _before.Version),
            behind is null ? null : Named(behind.Fact, timeline),
            following.FirstOrDefault() is { } ahead ? Named(ahead.Fact, timeline) : null);
    }

    private List<AlteredFact> Altered()
    {
        var corrected = _tried.Facts.Select(fact => fact.Event.AboutFact).OfType<Guid>().ToHashSet();
        return
        [
            .. _comparison.OtherwiseEffective().Where(altered => !corrected.Contains(altered.Fact.Id))
                .Select(altered => new AlteredFact(Named(altered.Fact, _after), altered.NoLonger, altered.Now)),
        ];
    }

    private PreviewFact Named(Fact fact, Timeline timeline) => new(
        _provisional.Contains(fact.Id) ? null : fact.Id, fact.Version, Language.NameOf(fact.Event),
        timeline.EventOf(fact).Occurred, Shortened.Text(timeline.EventOf(fact).Describe()));

    private PreviewFact Named(BehindIt fact) => new(
        _provisional.Contains(fact.Id) ? null : fact.Id, fact.Version, fact.Type, fact.Occurred, fact.Text);
}
