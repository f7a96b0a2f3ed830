using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text;
using CsCheck;
using DiploTracker.Http;
using DiploTracker.Live;
using DiploTracker.Diffs;
using DiploTracker.NegotiationHistory;
using DiploTracker.ParkedFacts;
using DiploTracker.Projections;
using DiploTracker.Recording;
using DiploTracker.Specs.ThreeTimes;
using DiploTracker.Statuses;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>
/// As if it had not been sent: two trackers that were sent the same, save for persons and words that are under embargo, give the same
/// answer to everything. The embargo came with the fact, or later by a change of the disclosure of the fact, of what it is about or of
/// the whole negotiation; and what was said about such a fact is under it too.
/// </summary>
public sealed partial class WithheldLaws
{
    private const string Key = "generated";

    private static readonly DateTimeOffset Far = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly IReadOnlyList<Projection> Views = new ProjectionCatalogue().All;

    private static readonly Gen<Step[]> Steps = Gen
        .Select(Generated.Plain.Where(@event => @event is not (RecordEvent or NegotiationOpened)), Gen.Int[0, 99], Gen.Int[0, 10_000], Generated.AnyBasis)
        .Select((@event, roll, which, basis) => new Step(@event, roll, which, basis)).Array[5, 30];

    [Fact]
    public void what_is_withheld_changes_no_answer() => Steps.Sample(steps =>
    {
        var (one, other) = (new Twin("alpha"), new Twin("beta"));
        foreach (var step in steps)
            one.Send(step).ShouldBe(other.Send(step), $"what came of {step}");
        one.Close();
        other.Close();

        var answers = other.Answers();
        foreach (var (name, answer) in one.Answers())
        {
            answer.ShouldNotContain("alpha", customMessage: $"{name}: …{answer[Math.Max(0, answer.IndexOf("alpha", StringComparison.Ordinal) - 400)..]}");
            answer.ShouldBe(answers[name], name);
        }
        foreach (var (guess, index) in one.Guesses())
            one.AnswerTo(guess).ShouldBe(other.AnswerTo(other.Translated(guess, one)), $"guess {index}: {guess}");
    }, iter: 40);

    private sealed record Step(DomainEvent Event, int Roll, int Which, Basis Basis);

    /// <summary>One of two trackers that differ in what is withheld only.</summary>
    private sealed partial class Twin(string word)
    {
        private readonly DryTracker _tracker = Begun();
        private readonly HashSet<Guid> _secret = [];
        private readonly List<Guid> _toClose = [];
        private readonly Secrets _secrets = new(word);

        private Timeline Timeline => _tracker.Timeline;

        private static Audience Audience => new(Far.AddSeconds(-1));

        /// <summary>Sends a step, and tells what came of it: no more than its kind, for not all is closed yet.</summary>
        public string Send(Step step)
        {
            var target = Timeline.Recorded[step.Which % Timeline.Recorded.Count];
            var isAboutSecret = _secret.Contains(target.Id);
            var (command, isSecret, mayPark) = step.Roll switch
            {
                < 20 => (_secrets.In(step.Event).AsSent() with { EmbargoUntil = Far }, true, true),
                < 40 => (_secrets.In(step.Event).AsSent(), true, false),
                < 50 => (new Corroborate(target.Id) { Basis = [isAboutSecret ? _secrets.In(step.Event with { Basis = [step.Basis] }).Basis[0] : step.Basis] }, isAboutSecret, true),
                < 58 => (new Correct(target.Id, CorrectionMode.Retracted, isAboutSecret ? _secrets.Words : "wrong"), isAboutSecret, true),
                < 66 => Amended(step, target, isAboutSecret),
                _ => (step.Event.AsSent(), false, true),
            };
            var decided = _tracker.Send(command, mayPark);
            if (_tracker.LastSent != Guid.Empty && isSecret)
                _secret.Add(_tracker.LastSent);
            if (step.Roll is >= 20 and < 40 && decided.Facts is [var fact])
                _toClose.Add(fact.Id);
            return decided.Refused?.Refusal.Code ?? (decided.Parked is null ? $"{decided.Facts.Count} facts, {Timeline.Version}" : "parked");
        }

        private (Command, bool, bool) Amended(Step step, Fact target, bool isAboutSecret)
        {
            if (target.Event is RecordEvent)
                return (new Corroborate(target.Id) { Basis = [isAboutSecret ? new Basis { Speaker = _secrets.Person } : step.Basis] }, isAboutSecret, true);
            var instead = Timeline.EventOf(target).GetType() == step.Event.GetType() ? step.Event : Timeline.EventOf(target) with { Occurred = step.Event.Occurred };
            // What amends an open fact may bring an embargo of its own.
            var closes = !isAboutSecret && step.Which % 2 == 0;
            var replacement = isAboutSecret || closes ? _secrets.In(instead) : instead;
            return (new Correct(target.Id, CorrectionMode.Amended, "a misprint", new Replacement
            {
                Command = (closes ? replacement with { EmbargoUntil = Far } : replacement).AsSent(),
            }), isAboutSecret || closes, false);
        }

        /// <summary>Puts under embargo what was recorded without: by its id however written, by the thing that it is of, or all there is.</summary>
        public void Close()
        {
            foreach (var (index, id) in _toClose.Index())
            {
                var thing = Timeline.Fact(id)!.Event.Thing;
                var reference = (index % 4) switch
                {
                    0 => id.ToString(),
                    1 => id.ToString().ToUpperInvariant(),
                    2 when thing is not null && Timeline.Head.Knows(thing) => thing,
                    3 when index == 7 => "negotiation",
                    _ => id.ToString(),
                };
                var closed = _tracker.Send(new ChangeDisclosure(reference) { Marking = Marking.RED, EmbargoUntil = Far, Basis = [new Basis { Speaker = _secrets.Person }] });
                closed.Refused.ShouldBeNull();
                // And a retraction of what closes it that is itself retracted leaves it closed.
                if (index % 5 != 4)
                    continue;
                _tracker.Send(new Correct(closed.Facts[0].Id, CorrectionMode.Retracted, _secrets.Words)).Refused.ShouldBeNull();
                _tracker.Send(new Correct(_tracker.LastSent, CorrectionMode.Retracted, _secrets.Words)).Refused.ShouldBeNull();
            }
        }

        /// <summary>All that is read, by what is asked.</summary>
        public IReadOnlyDictionary<string, string> Answers()
        {
            var seen = Timeline.Embargo.SeenBy(Audience);
            var half = seen.Recorded[seen.Recorded.Count / 2].RecordedAt;
            Dictionary<string, object> answers = new()
            {
                ["status"] = Statuses.NegotiationStatus.Of(Key, seen) with { Explain = Provenance.Of(seen).Explain(seen) },
                ["history"] = seen.Recorded.Select(fact => HistoryItem.Of(fact, seen)).ToList(),
                ["diff"] = new Comparison(seen.At(new Moment(KnownAt: half)), seen, DiploTracker.Kernel.EdtfBound.Of(half)).Changes(),
                ["diff of what had occurred"] = new Comparison(seen.At(new Moment(AsOf: Date("2025-08-07"))), seen, from: null).Changes(),
                ["replay"] = DiploTracker.Audit.Replay.Recorded(seen).ToList(),
                ["canonical replay"] = DiploTracker.Audit.Replay.Canonical(seen).ToList(),
                ["feed"] = seen.Recorded.Select(fact => Encoding.UTF8.GetString(FeedEvent.Of(Key, fact).OnTheWire()) + string.Join(',', Concern.Of(fact, seen).Order())).ToList(),
                ["stale"] = ProblemResult.Members(Stale.Version(seen, new ExpectedVersion([new SeenVersion(1)])), index: null, instance: null),
                ["parked"] = _tracker.Known.Parked.Select(parked => ParkedFact.Of(parked, Timeline, Far.AddSeconds(-1), Audience)).ToList(),
            };
            foreach (var view in Views)
                answers[view.Name] = view.Rows(Key, new FactIndex(seen)).Select(row => new { row.Id, row.Values }).ToList();
            return answers.ToDictionary(answer => answer.Key, answer => Plain(JsonSerializer.Serialize(answer.Value, Json.Options)));
        }

        /// <summary>The closed facts as somebody would send them who knew all of them.</summary>
        public IEnumerable<(Command Command, int Index)> Guesses() => _secret
            .Select(id => Timeline.Fact(id)).OfType<Fact>().Where(fact => fact.Event is not RecordCorrected).Select((fact, index) => (fact.Event.AsSent(), index));

        /// <summary>The same command for this tracker, whose facts have other ids.</summary>
        public Command Translated(Command command, Twin from) => command is Corroborate corroborate
            ? corroborate with { Fact = Timeline.Recorded[(int)from.Timeline.Fact(corroborate.Fact)!.Version - 1].Id }
            : command;

        public string AnswerTo(Command guess)
        {
            var decision = Timeline.Decider.Decide(guess, Far.AddDays(-1), Audience);
            return decision.Refusal is not { } refusal ? decision.Event is null ? "the very same fact" : "recorded"
                : Plain(JsonSerializer.Serialize(ProblemResult.Members(Timeline.Embargo.Redacted(refusal, guess, Far.AddDays(-1), Audience), null, null), Json.Options));
        }

        private static DryTracker Begun()
        {
            var tracker = new DryTracker();
            tracker.Send(Opened.On("2025-06-30").AsSent());
            return tracker;
        }

        /// <summary>Ids are drawn by lot in each: the first that comes is the first in the other.</summary>
        private static string Plain(string json)
        {
            Dictionary<string, int> ids = [];
            return Id().Replace(FeedId().Replace(json, "$1"), id => $"id-{(ids.TryGetValue(id.Value.ToLowerInvariant(), out var known) ? known : ids[id.Value.ToLowerInvariant()] = ids.Count)}");
        }

        [GeneratedRegex("(id: [0-9]+)-[0-9a-f]{12}")]
        private static partial Regex FeedId();

        [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
        private static partial Regex Id();
    }

    /// <summary>Gives persons and words that are another in each of the two, each once.</summary>
    private sealed class Secrets(string word) : SensitiveValues
    {
        private int _given;

        public string Person => $"RUS.{Name("")}";

        public string Words => Text("words");

        public DomainEvent In(DomainEvent @event) => EventJson.Read(Language.NameOf(@event), EventJson.Write(@event, this));

        protected override string Name(string name) => $"{word}{_given++}";

        protected override string Text(string text) => string.IsNullOrWhiteSpace(text) ? text : $"{word} said {_given++}";
    }
}
