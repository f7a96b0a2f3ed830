using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using DiploTracker.Kernel;
using DiploTracker.Specs.ThreeTimes;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>What commands that land together come to is what they come to one after the other, at a fraction of the work.</summary>
public sealed partial class BatchLaws
{
    private static readonly Gen<(DomainEvent Event, int Roll, int Which)[]> Batches =
        Gen.Select(Generated.Plain, Gen.Int[0, 99], Gen.Int[0, 10_000]).Array[6, 24];

    [Fact]
    public void a_batch_is_accepted_and_refused_as_its_commands_are_one_after_the_other()
    {
        int accepted = 0, refused = 0, late = 0;
        Gen.Select(Story.WithCorrections, Batches).Sample((history, steps) =>
        {
            // Most of what is generated is refused; of that only a little is of use.
            var at = history.Recorded[^1].RecordedAt.AddMinutes(1);
            Command[] batch = [.. steps.Select(step => (step.Roll, Command: CommandOf(step, history)!))
                .Where(step => step.Command is not null && (step.Roll == 99 || history.Decider.DecideByItself(step.Command, at, new Audience(at)).Event is not null))
                .Select(step => step.Command)];
            if (batch.Length < 2)
                return;
            var tracker = DryTracker.Knowing(history);
            var oracle = OneByOne.Of(history, batch, at);
            var decided = tracker.Send(batch, at: at);

            if (decided.Refused is { } refusal)
            {
                Said(refusal.Refusal).ShouldBe(oracle.ReasonsByIndex.GetValueOrDefault(refusal.Index!.Value), $"of {batch.Length}, at {refusal.Index}");
                (oracle.ReasonsByIndex.Count > 1 || oracle.Refused).ShouldBeTrue();
                Interlocked.Increment(ref refused);
            }
            else
            {
                oracle.Refused.ShouldBeFalse();
                decided.Facts.Select(fact => fact.Event).ShouldBe(oracle.Events);
                tracker.Status.ShouldBe(DryTracker.StatusOf(oracle.After));
                if (oracle.BreaksMeanwhile)
                    decided.Facts[0].Metadata.RestsOnNext.ShouldBe(decided.Facts.Count - 1);
                Interlocked.Increment(ref accepted);
                if (tracker.Timeline.Canonical[^1].Fact.Version <= history.Version)
                    Interlocked.Increment(ref late);
            }
        }, iter: 150);
        accepted.ShouldBePositive();
        refused.ShouldBePositive();
        late.ShouldBePositive();
    }

    [Fact]
    public void late_facts_of_a_batch_are_folded_once_and_what_follows_is_judged_once()
    {
        const int Facts = 400, Late = 100;
        var (tracker, work) = Counting(Facts);
        var recorded = tracker.Send([.. Enumerable.Range(0, Late).Select(number => new Count(work, $"late-{number}").On(Instant(2 * number + 1)))]);

        recorded.Facts.Count.ShouldBe(Late);
        work.Judged.ShouldBeLessThan(3 * (Facts + Late));
        work.Applied.ShouldBeLessThan(3 * (Facts + Late));
    }

    [Fact]
    public void in_whatever_order_they_come_what_follows_is_judged_once()
    {
        const int Facts = 400, Late = 100;
        var (tracker, work) = Counting(Facts);
        tracker.Send([.. Enumerable.Range(0, Late).Select(number => new Count(work, $"late-{number}").On(Instant(2 * (37 * number % Late) + 1)))])
            .Facts.Count.ShouldBe(Late);

        work.Judged.ShouldBeLessThan(3 * (Facts + Late));
    }

    [Fact]
    public void corrections_of_a_batch_are_folded_once_too()
    {
        const int Facts = 400, Corrected = 100;
        var (tracker, work) = Counting(Facts);
        var targets = tracker.Timeline.Recorded.Skip(1).Take(Corrected).ToList();
        tracker.Send([.. targets.Select(fact => new Correct(fact.Id, CorrectionMode.Retracted, "wrong").On("2026-01-01"))])
            .Facts.Count.ShouldBe(Corrected);

        work.Judged.ShouldBeLessThan(3 * (Facts + Corrected));
        work.Applied.ShouldBeLessThan(3 * (Facts + Corrected));
    }

    [Fact]
    public void a_refused_batch_names_its_command_without_trying_each()
    {
        const int Facts = 400, Late = 100;
        var (tracker, work) = Counting(Facts);
        var refused = tracker.Send([.. Enumerable.Range(0, Late).Select(number =>
            new Count(work, number == 60 ? Count.Stop : $"late-{number}").On(Instant(2 * number + 1)))]).Refused.ShouldNotBeNull();

        refused.Index.ShouldBe(60);
        refused.Refusal.Detail.ShouldStartWith("Recorded there, it would make a later fact impossible.");
        work.Judged.ShouldBeLessThan(12 * (Facts + Late));
    }

    [Fact]
    public void what_is_parked_is_tried_with_bounded_effort()
    {
        const int Facts = 600, Waiting = 60;
        var (tracker, work) = Counting(Facts);
        foreach (var number in Enumerable.Range(0, Waiting))
            tracker.Send(new Count(work, $"{Count.Stop}-{number}").On(Instant(1)), parks: true).Parked.ShouldNotBeNull();

        work.Judged = 0;
        tracker.Send(new Count(work, "one-more").On("2026-01-01"));
        work.Judged.ShouldBeLessThan(2 * Limits.Effort);
    }

    [Fact]
    public void only_so_many_commands_wait()
    {
        var (tracker, work) = Counting(2);
        tracker.Send(Stopping(0), parks: true);
        // All but one at once: each command that is sent has everything parked tried again.
        var first = tracker.Known.Parked.ShouldHaveSingleItem();
        tracker.Park(Enumerable.Range(1, Limits.Parked - 2).Select(number =>
            first with { Id = Guid.NewGuid(), Command = Stopping(number) }));
        tracker.Send(Stopping(Limits.Parked - 1), parks: true).Parked.ShouldNotBeNull();
        tracker.Known.Parked.Count.ShouldBe(Limits.Parked);
        tracker.Send(Stopping(Limits.Parked), parks: true).Refused!.Refusal.Code.ShouldBe("too-many-parked");
        tracker.Send(Stopping(0), parks: true).Parked.ShouldNotBeNull("it waits already");

        Command Stopping(int number) => new Count(work, $"{Count.Stop}-{number}").On(Instant(1));
    }

    private static Command? CommandOf((DomainEvent Event, int Roll, int Which) step, Timeline history) =>
        step.Roll < 25 ? new Correct(history.Recorded[step.Which % history.Recorded.Count].Id, CorrectionMode.Retracted, "wrong") { Occurred = step.Event.Occurred }
        : step.Event is NegotiationOpened or RecordEvent ? null
        : step.Event.AsSent();

    // Without ids of facts: those of the batch itself are drawn each time.
    private static string Said(Refusal refusal) => Uuid().Replace(
        $"{refusal.Code}: {refusal.Detail} {string.Join("; ", refusal.Hints.Select(hint => $"{hint.Name}={JsonSerializer.Serialize(hint.Value)}"))}", "");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    private static string Instant(int second) => $"{new DateTime(2025, 2, 1).AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss'Z'}";

    /// <summary>A tracker that knows facts two seconds apart, each of which counts when it is folded and when it is judged.</summary>
    private static (DryTracker Tracker, Work Work) Counting(int facts)
    {
        var work = new Work();
        var timeline = Timeline.Of(Enumerable.Range(0, facts + 1).Select(number => Recorded(
            number == 0 ? Opened.On("2025-01-01") : new Counted(work, $"fact-{number}").On(Instant(2 * number)), number + 1)));
        _ = timeline.Head;
        (work.Applied, work.Judged) = (0, 0);
        return (DryTracker.Knowing(timeline), work);
    }

    public sealed class Work
    {
        public int Applied { get; set; }

        public int Judged { get; set; }
    }

    public sealed record Count(Work Work, string Id) : Command
    {
        /// <summary>After one with an id that begins so, nothing else can be.</summary>
        public const string Stop = "stop";

        public override Decision Decide(Negotiation negotiation)
        {
            Work.Judged++;
            return negotiation.Phase == Phase.Suspended
                ? Problems.UnknownParty.Because("It stopped.")
                : new Counted(Work, Id);
        }
    }

    public sealed record Counted(Work Work, string Id) : DomainEvent
    {
        public override Negotiation Apply(Negotiation negotiation)
        {
            Work.Applied++;
            return negotiation with
            {
                Statements = negotiation.Statements.Add(Id),
                Phase = Id.StartsWith(Count.Stop, StringComparison.Ordinal) ? Phase.Suspended : negotiation.Phase,
            };
        }

        internal override Dealing? CountsAs => null;

        public override Command ToCommand() => new Count(Work, Id);

        public override string Describe() => Id;
    }

    /// <summary>Each command is decided after the ones before it, and after each everything that follows is looked at.</summary>
    /// <param name="ReasonsByIndex">Why it may be refused: where its own rule says no, or what held before it holds no longer.</param>
    /// <param name="BreaksMeanwhile">Something did not hold until later commands mended it.</param>
    private sealed record OneByOne(bool Refused, List<DomainEvent> Events, Timeline After, Dictionary<int, string> ReasonsByIndex, bool BreaksMeanwhile)
    {
        public static OneByOne Of(Timeline history, Command[] batch, DateTimeOffset at)
        {
            var (trial, holds, breaks) = (history, true, false);
            List<DomainEvent> events = [];
            Dictionary<int, string> reasons = [];
            foreach (var (index, command) in batch.Index())
            {
                var (whole, byItself) = (trial.Decider.Decide(command, at), trial.Decider.DecideByItself(command, at, new Audience(at)));
                if (byItself.Refusal is { } refusal)
                {
                    if (holds)
                        reasons[index] = Said(refusal);
                    return new OneByOne(true, events, trial, reasons, breaks);
                }
                if (byItself.Event is not { } @event)
                    continue;
                events.Add(@event);
                trial = trial.With(new Fact(0, trial.Version + 1, Guid.NewGuid(), at, @event, DiploTracker.Negotiations.EventMetadata.Provisional));
                var held = holds;
                holds = Timeline.Of(trial.Recorded).Decider.HoldsSince(history);
                breaks |= !holds;
                if (held && !holds)
                    reasons[index] = Said(whole.Refusal.ShouldNotBeNull());
            }
            return new OneByOne(!holds, events, trial, reasons, breaks);
        }
    }
}
