using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>Decides commands on the facts of a negotiation, each at its place in history.</summary>
public sealed partial class Decider(Timeline timeline)
{
    private Chronology Order => timeline.Order;

    private long Version => timeline.Version;

    /// <summary>
    /// Decides a command at its place in history: there its rule must hold, and so must the rules of all facts that
    /// follow. A command identical to a current fact records nothing.
    /// </summary>
    /// <param name="received">
    /// When it reached the tracker, by the clock of the database; its day is the default for <c>occurred</c>.
    /// </param>
    /// <param name="audience">The sender's audience: only facts that it may see in full count as identical.</param>
    public Decision Decide(Command command, DateTimeOffset received, Audience audience) => Decide(command, received, audience, withWhatFollows: true);

    /// <summary>The same, for an audience at the time of receipt.</summary>
    public Decision Decide(Command command, DateTimeOffset received) => Decide(command, received, new Audience(received));

    /// <summary>
    /// Decides a command by its own rule only: if several are appended together, later facts are checked once for all
    /// of them.
    /// </summary>
    internal Decision DecideByItself(Command command, DateTimeOffset received, Audience audience) =>
        Decide(command, received, audience, withWhatFollows: false);

    /// <summary>
    /// True if the rules hold for every fact, each at its place, from the first that differs from before.
    /// </summary>
    internal bool HoldsSince(Timeline before)
    {
        var start = Order.Parting(before.Order);
        var state = Order.StateBefore(start);
        foreach (var entry in Order.All.From(start))
        {
            if (!entry.IsRetracted && entry.Command.Judge(state, entry.Fact.RecordedAt).Refusal is not null)
                return false;
            state = entry.After;
        }
        return true;
    }

    /// <summary>True if a recorded fact can affect another one in canonical order.</summary>
    internal bool IsFollowed(Fact fact) => fact.Event is RecordCorrected || fact.Event is not RecordEvent && Order[Order.Count - 1].Fact.Id != fact.Id;

    private Decision Decide(Command command, DateTimeOffset received, Audience audience, bool withWhatFollows)
    {
        if (command.WrongInItself() is { } wrong)
            return wrong;

        var dated = command.Occurred is null ? command with { Occurred = Edtf.Day(received) } : command;
        var plain = dated.PlainIn(timeline);
        if (Stands(plain, audience))
            return Decision.Nothing;

        var decision = plain is RecordCommand aboutTheRecord
            ? Attributed(plain, aboutTheRecord.Decide(timeline))
            : DecideAt(Order.PlaceOf(plain), plain, received, withWhatFollows);
        return withWhatFollows && decision.Event is RecordCorrected corrected && Breaks(corrected, received) is { } refusal ? refusal : decision;
    }

    private static Decision Attributed(Command command, Decision decision) => decision.Event is { } @event ? command.Attribute(@event) : decision;

    /// <summary>Decides a command that replaces a recorded fact, on the history without that fact.</summary>
    internal Decision DecideInPlaceOf(Fact fact, Command command)
    {
        if (command.WrongInItself() is { } wrong)
            return wrong;

        if (command is RecordCommand aboutTheRecord)
            return Attributed(command, aboutTheRecord.Decide(timeline.Without(fact)));
        var before = fact.Event is RecordEvent
            ? Order.StateBefore(Order.PlaceOf(command))
            : Order.StateInPlaceOf(fact, command);
        return Attributed(command, command.Judge(before, fact.RecordedAt));
    }

    private Decision DecideAt(int index, Command command, DateTimeOffset received, bool withWhatFollows)
    {
        var before = Order.StateBefore(index);
        var decision = Attributed(command, command.Judge(before, received));
        if (!withWhatFollows || decision.Event is null || index == Order.Count)
            return decision;

        var following = new List<Entry>(Order.Count - index);
        var broken = Broken(decision.Event.Apply(before), Order.From(index), following);
        if (broken is [])
            return decision.With(following);
        return broken[0].Refusal with
        {
            Detail = $"Recorded there, it would make a later fact impossible. {broken[0].Entry.Event.Describe()} {broken[0].Refusal.Detail}",
            Hints = [.. broken[0].Refusal.Hints, new Hint("dependants", broken.ConvertAll(fact => fact.AsDependant()))],
        };
    }

    /// <summary>
    /// Why a correction is impossible: facts depend on what it removes; null if all others still hold.
    /// </summary>
    private Refusal? Breaks(RecordCorrected corrected, DateTimeOffset received)
    {
        var fact = new Fact(Position: 0, Version + 1, Guid.Empty, received, corrected, EventMetadata.Provisional);
        var order = timeline.With(fact).Order;
        var start = order.Parting(Order);
        var broken = Broken(order.StateBefore(start), order.From(start));
        if (broken is [])
            return null;

        return broken.Find(dependant => dependant.Entry.Fact.Id == corrected.Fact) is { } replacement
            ? replacement.Refusal
            : Problems.CorrectionBreaksHistory
                .Because($"Without it {broken.Count} later {(broken.Count == 1 ? "fact" : "facts")} could not have been: {broken[0].Entry.Event.Describe()}")
                .With("dependants", broken.ConvertAll(fact => fact.AsDependant()));
    }

    /// <summary>
    /// The facts whose rules fail on the state; each is left out of the fold, so that its dependants are found too.
    /// </summary>
    /// <param name="folded">Receives the others with their new states.</param>
    private static List<BrokenFact> Broken(Negotiation state, IEnumerable<Entry> following, List<Entry>? folded = null)
    {
        List<BrokenFact> broken = [];
        foreach (var entry in following)
        {
            if (!entry.IsRetracted && entry.Command.Judge(state, entry.Fact.RecordedAt).Refusal is { } refusal)
            {
                broken.Add(new BrokenFact(entry, refusal));
                continue;
            }
            var then = entry.On(state);
            folded?.Add(then);
            state = then.After;
        }
        return broken;
    }

    private sealed record BrokenFact(Entry Entry, Refusal Refusal)
    {
        public Dependant AsDependant() => new(Entry.Fact.Id, Entry.Fact.Version, Entry.Event.Describe(), Refusal.Code);
    }

    /// <summary>
    /// True if an identical fact is current. Facts withheld from the sender are not compared: the answer would tell a
    /// right guess from a wrong one.
    /// </summary>
    private bool Stands(Command command, Audience audience) =>
        timeline.MayBeOf(command).Concat(timeline.Corrections.Amending(command).Select(timeline.Fact).OfType<Fact>())
            .Any(fact => Says(fact, command, audience));

    private bool Says(Fact fact, Command command, Audience audience) =>
        !timeline.Corrections.IsRetracted(fact.Id) && timeline.EventOf(fact).Standing().Whole.Equals(command.Whole)
        && timeline.Settles(fact) && !timeline.Embargo.IsWithheld(fact, audience);
}

/// <summary>A fact that rests on another, as a problem document lists it.</summary>
public sealed record Dependant(Guid Fact, long Version, string Text, string Code)
{
    public string Text { get; init; } = Shortened.Text(Text);
}
