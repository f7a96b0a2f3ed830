using DiploTracker.Negotiations;
using DiploTracker.Statuses;

namespace DiploTracker.Briefs;

/// <summary>What blocks what, and what is contested, by whom.</summary>
internal sealed partial class BriefWriter
{
    private IEnumerable<BlockLine> Blocks()
    {
        var blocking = Blocking.In(Head);
        List<BlockLine> all =
        [
            .. Head.Meetings.Where(meeting => !IsOver(meeting)).Select(one => Blocked(one.Id, blocking, [])),
            .. Head.Proposals.Where(proposal => !proposal.IsInvitation).Select(one => Blocked(one.Id, blocking, [])),
            .. Head.Agreements.Where(agreement => !agreement.IsOver).Select(one => Blocked(one.Id, blocking, [])),
        ];
        return all.Where(line => line.By is not []);
    }

    /// <summary>A thing with what stands in its way; what waits for itself is not followed again.</summary>
    private BlockLine Blocked(string id, Blocking blocking, IReadOnlyList<string> above)
    {
        if (Head.Positions[id] is { } standing)
            return Alone(standing);
        IReadOnlyList<string> path = [.. above, id];
        List<string> positions = [.. PositionsOn(id, blocking)];
        return new BlockLine(Waiting(id), PathTo(id), [],
        [
            .. positions.Select(position => Alone(Head.Positions[position]!)),
            .. Unmet(id).Except(path).Except(positions).Select(condition => Blocked(condition, blocking, path)),
        ]);
    }

    private BlockLine Alone(Position position)
    {
        var line = Line(position);
        return new BlockLine(line.Text, line.About, line.Sources, []);
    }

    private IEnumerable<string> PositionsOn(string id, Blocking blocking) =>
        Head.Meetings[id] is { } meeting ? blocking.Of(meeting)
        : Head.Proposals[id] is { } proposal ? blocking.Of(proposal, invited: null)
        : Head.Agreements[id] is { } agreement ? blocking.Of(agreement)
        : [];

    private IEnumerable<string> Unmet(string id) => Head.Agreements[id] is { } agreement
        ? agreement.ContingentOn.Except(Head.ConditionsMetOf(agreement))
        : [];

    private Passage Waiting(string id) => NameOf(id) is { } name
        ? Passage.Of($"{name.Capitalised()} {State(id):w}")
        : Passage.Of($"{id} is not on record"); // a condition may name what is not here

    private string State(string id) =>
        Head.Meetings[id] is { Status: MeetingStatus.Scheduled, Tentative: true } ? "is tentatively scheduled"
        : Head.Meetings[id] is { } meeting ? $"is {Wording.Of(meeting.Status)}"
        : Head.Proposals[id] is { } proposal ? $"is {Wording.Of(proposal.Status)}"
        : Head.Agreements[id] is { InForce: true } ? "is in force"
        : Head.Agreements[id] is { } agreement ? $"is at the stage {Wording.Of(agreement.Furthest)}"
        : Head.Positions[id] is { } position ? $"is {Wording.Of(position.Status)}"
        : Head.Deadlines[id] is { } deadline ? $"is {Wording.Of(deadline.Status)}"
        : "is open";

    /// <summary>A thing by its title or its kind; null if nothing here has the id.</summary>
    private Passage? NameOf(string id) =>
        Head.Meetings[id] is { } meeting ? MeetingSentences.Name(meeting)
        : Head.Proposals[id] is { } proposal ? ThingSentences.Name(proposal)
        : Head.Positions[id] is { } position ? ThingSentences.Name(position)
        : Head.Agreements[id] is { } agreement ? ThingSentences.Name(agreement)
        : Head.Deadlines[id] is { } deadline ? ThingSentences.Name(deadline)
        : Head.Statements.Contains(id) ? Passage.Of($"the statement {id}")
        : null;

    private string? PathTo(string id) =>
        Head.Meetings.Has(id) ? $"meetings/{id}"
        : Head.Proposals.Has(id) ? $"proposals/{id}"
        : Head.Positions.Has(id) ? $"positions/{id}"
        : Head.Agreements.Has(id) ? $"agreements/{id}"
        : Head.Deadlines.Has(id) ? $"deadlines/{id}"
        : null;

    private IEnumerable<ContestedLine> Contested() =>
        from contest in Head.Contests
        from dissent in contest.Dissent
        select Contested(contest.Id, dissent);

    private ContestedLine Contested(string id, Dissent dissent)
    {
        var denials = Denials(id, dissent).ToList();
        var path = PathTo(id);
        List<Entry> value = id == Negotiation.Whole
            ? [.. timeline.Canonical.Where(entry => entry.Event is NegotiationOpened)]
            : [.. Setters(path, ValuesOf(dissent.Aspect, id)), .. FirstOf(path, dissent.Aspect)];
        return new ContestedLine(
            Value(id, dissent.Aspect), path, Cite(value), IndependentOf(value),
            Passage.Of($"{dissent.By} denies {Denied(dissent.Aspect):w}{Words(denials)}"), dissent.By, dissent.Aspect,
            IndependentOf(denials), Cite(denials));
    }

    // That a thing exists was first said when it came up.
    private IEnumerable<Entry> FirstOf(string? path, Aspect aspect) =>
        aspect == Aspect.Existence && path is not null ? _provenance.Of(path).Take(1) : [];

    /// <summary>The standing denials by a party of one side of a thing.</summary>
    private IEnumerable<Entry> Denials(string id, Dissent dissent) => timeline.Canonical.Where(entry =>
        !entry.IsRetracted
        && entry.Event is StatementRecorded { Kind: StatementKind.Denial, Speaker: { } speaker } denial
        && denial.About.Contains(id) && Negotiation.PartyOf(speaker) == dissent.By
        && (denial.Aspect ?? Aspect.Existence) == dissent.Aspect);

    // A rejection of what was scheduled contests it too; it is an answer, not a statement.
    private static Passage Words(List<Entry> denials) =>
        denials.Select(entry => (StatementRecorded)entry.Event).LastOrDefault(denial => Said(denial) is not null)
            is { } said
            ? new Passage(
                [Run.Words(": "), Run.Data(Said(said)!, RunKind.Quote, said.Quote is null ? "en" : said.Language)])
            : Passage.Empty;

    private static string? Said(StatementRecorded statement) => statement.Quote ?? statement.Translation;

    private Passage Value(string id, Aspect aspect)
    {
        if (id == Negotiation.Whole)
            return Passage.Of($"That there are such negotiations");
        var name = NameOf(id)?.Capitalised() ?? Passage.Of($"{id}");
        return (aspect, Head.Meetings[id]) switch
        {
            (Aspect.Date, { When: { } when }) => Passage.Of($"{name}: that it is {Wording.When(when)}"),
            (Aspect.Place, { Venue.Place: { } place }) => Passage.Of($"{name}: that it is in {place}"),
            (Aspect.Format, { Format: { } format }) => Passage.Of($"{name}: the format, {format}"),
            (Aspect.Outcome, { Outcome: { } outcome }) => Passage.Of($"{name}: the outcome, {Wording.Of(outcome):w}"),
            (Aspect.Existence, _) => Passage.Of($"{name}: that it {State(id):w}"),
            _ => Passage.Of($"{name}: {Side(aspect):w}"),
        };
    }

    private static string Denied(Aspect aspect) => aspect == Aspect.Existence ? "it" : Side(aspect);

    private static string Side(Aspect aspect) => $"the {Wording.Of(aspect)}";

    private string[] ValuesOf(Aspect aspect, string id) => (aspect, Head.Meetings.Has(id)) switch
    {
        (Aspect.Existence, _) => ["status"],
        (Aspect.Date, true) => ["when"],
        (Aspect.Date, false) => ["effective", "when"],
        (Aspect.Place, _) => ["venue/place", "venue/agreement"],
        (Aspect.Format, _) => ["format", "level", "participants"],
        (Aspect.Outcome, _) => ["outcome"],
        _ => ["text", "summary", "stage"],
    };

    private IReadOnlyList<int> Cite(IEnumerable<Entry> entries) =>
        sources.Cite(entries.Select(entry => entry.Fact), timeline);

    private int IndependentOf(IEnumerable<Entry> entries) =>
        Statuses.Sources.Independent(entries.Select(entry => entry.Fact).Distinct().SelectMany(timeline.BasesOf));
}
