using System.Reflection;
using CsCheck;
using DiploTracker.Kernel;

namespace DiploTracker.Specs.Negotiations;

/// <summary>Facts of every kind, over few ids and parties, so that they meet: a Babel of negotiations.</summary>
public static class Generated
{
    private static readonly Gen<string> Party = Gen.OneOf("USA", "RUS", "UKR", "USA.Witkoff", "RUS.Ushakov", "CHN");
    private static readonly Gen<string> MeetingId = Gen.OneOf("m-1", "m-2", "p-1");
    private static readonly Gen<string> ProposalId = Gen.OneOf("m-1", "m-2", "p-1", "p-2");
    private static readonly Gen<string> PositionId = Gen.OneOf("d-1", "d-2");
    private static readonly Gen<string> Anything = Gen.OneOf("m-1", "p-1", "a-1", "d-1", "t-1", "s-1", "negotiation", "nothing");
    private static readonly Gen<string> Words = Gen.OneOf("peace", "Ukraine’s “terms”", "الأسبوع المقبل", "a \"b\" \\ <c> & 😀", "\n\t", "");
    private static readonly Gen<string> Tongue = Gen.OneOf("ar", "en", "uk-UA", "zh-Hant-TW", "x-cable");
    private static readonly Gen<Guid> FactId = Gen.Int[1, 12].Select(version => Fact(version));

    private static readonly Gen<string> Speaker = Gen.OneOf("USA.Witkoff", "RUS", "Prigozhin", "AFP");
    private static readonly Gen<Link> AnyLink = Gen.Select(Anything, Gen.OneOf(null, "ends", "part-of"), (id, how) => new Link(id, how));

    private static readonly Gen<Edtf> When = Gen.OneOf(
        "2025-08-15", "2025-08-15T10:00-08:00", "2025-08-16T09:30:00Z", "2025-08", "2025-08-15~", NextWeek, "2025-08-15/2025-08-17",
        "../2025-08-07", "2025-08-01/..", "2025-22", "[2025-08-15,2025-08-20]").Select(Edtf.Parse);

    /// <summary>An instant of its own nearly always, so that arrival does not decide.</summary>
    public static readonly Gen<Edtf> Instant = Gen.Int[0, 60 * 24 * 3600].Select(second =>
        Edtf.Parse(new DateTime(2025, 7, 1).AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")));

    private static readonly Gen<DateTimeOffset> Time = Gen
        .Select(Gen.Long[0, 100_000_000_000_000], Gen.Int[-12, 14], (ticks, hours) =>
        new DateTimeOffset(new DateTime(2025, 1, 2).AddTicks(ticks), TimeSpan.FromHours(hours)));

    public static readonly Gen<Basis> AnyBasis = Gen.Select(
        Maybe(Party), Some(Words), Maybe(Words), Optional(Time), Optional(Time), Optional(Word<Reliability>()), Optional(Gen.Int[1, 6]),
        (speaker, via, report, published, stated, reliability, credibility) => new Basis
        {
            Speaker = speaker, Via = via, Report = report, PublishedAt = published, StatedAt = stated,
            Reliability = reliability, Credibility = credibility,
        });

    private static readonly HashSet<Type> Described = [typeof(RecordCorrected)];

    private static readonly Gen<DomainEvent>[] Payloads =
    [
        From(Gen.Select(Words, Maybe(Words), Some(Gen.Select(Gen.OneOf("USA", "RUS", "UKR"), Gen.OneOf("Mediator", "Co-chair: finance", "Хозяин"), (code, role) => new PartyInRole(code, role))), Word<Phase>(),
            (title, subject, parties, phase) => new NegotiationOpened("generated", title, subject, parties, phase))),
        From(Gen.Select(Gen.OneOf("USA", "CHN"), Words, Some(Gen.OneOf("RUS", "CHN")), Maybe(Gen.OneOf("E3", "EU")),
            (party, role, succeeds, group) => new PartyJoined(party, role, succeeds, group))),
        From(Gen.Select(Party, Maybe(Words), (party, reason) => new PartyLeft(party, reason))),
        From(Gen.Select(Word<Phase>(), Maybe(Words), (phase, reason) => new PhaseEntered(phase, reason))),
        From(Gen.Select(Gen.Select(ProposalId, Some(Party), Some(Party), Some(Party)), Gen.Select(Words, Maybe(Words), Word<Formality>(), Maybe(ProposalId), Maybe(When)), Some(AnyLink),
            (a, b, concerns) => new ProposalMade(a.Item1, a.Item2, a.Item3, b.Item1, b.Item2, b.Item3, b.Item4, b.Item5, a.Item4) { Concerns = concerns })),
        From(Gen.Select(ProposalId, Party, Word<Answer>(), Some(Words), Some(Party),
            (id, by, answer, conditions, through) => new ProposalAnswered(id, by, answer, conditions, through))),
        From(Gen.Select(ProposalId, Word<Closing>(), Maybe(Party), Maybe(Words), (id, how, by, reason) => new ProposalClosed(id, how, by, reason))),
        From(Gen.Select(Gen.Select(MeetingId, Some(Party), Some(Party), Optional(Word<MeetingKind>()), Gen.OneOf(Words, Gen.Const("Leaders"))),
            Gen.Select(Some(Party), Words, Word<Formality>(), Some(Party), Maybe(Words), Maybe(Words)),
            (a, b) => Proposed(new ProposeMeeting(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, b.Item2, b.Item3, b.Item4, b.Item5, b.Item6)))),
        From(Gen.Select(MeetingId, When, Gen.Bool, Some(Party), Some(PositionId),
            (id, when, tentative, confirmedBy, despite) =>
                new MeetingScheduled(id, when, tentative, confirmedBy, despite))),
        From(Gen.Select(MeetingId, Party, (id, by) => new MeetingDateConfirmed(id, by))),
        From(Gen.Select(MeetingId, When, Optional(Gen.Bool), Some(Party), Maybe(Words),
            (id, when, tentative, confirmedBy, reason) =>
                new MeetingRescheduled(id, when, tentative, confirmedBy, reason))),
        From(Gen.Select(MeetingId, Some(Party), Maybe(Words), (id, by, reason) => new MeetingPostponed(id, by, reason))),
        From(Gen.Select(MeetingId, Some(Party), Maybe(Words), (id, by, reason) => new MeetingCancelled(id, by, reason))),
        From(Gen.Select(MeetingId, Party, Maybe(When), (id, by, when) => new MeetingReinstated(id, by, when))),
        From(Gen.Select(MeetingId, Maybe(Words), Maybe(Words), Some(Party), Maybe(Words), Maybe(Words),
            (id, format, level, participants, agenda, title) =>
                new MeetingFormatSet(id, format, level, participants, agenda, title))),
        From(Gen.Select(Gen.Select(MeetingId, When, Word<MeetingOutcome>(), Some(Party), Maybe(Words)),
            Gen.Select(Maybe(Words), Optional(Gen.Int[1, 3]), Optional(Word<MeetingKind>()), Some(Party), Maybe(Words), Maybe(Words), Maybe(Words)),
            (a, b) =>
                new MeetingHeld(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, b.Item2, b.Item3, b.Item4, b.Item5, b.Item6, b.Item7))),
        From(Gen.Select(MeetingId, Maybe(When), Some(Party), (id, when, participants) => new MeetingBegun(id, when, participants))),
        From(Gen.Select(MeetingId, Word<NotHeldReason>(), Some(Party), (id, reason, absent) => new MeetingNotHeld(id, reason, absent))),
        From(Gen.Select(MeetingId, Maybe(Words), (id, place) => new VenueAgreedInPrinciple(id, place))),
        From(Gen.Select(MeetingId, Words, (id, place) => new VenueDisclosed(id, place))),
        From(Gen.Select(MeetingId, Maybe(Words), (id, place) => new VenueConfirmed(id, place))),
        From(Gen.Select(PositionId, Party, Word<PositionKind>(), Some(Party), Maybe(Words), Some(Anything), Some(AnyLink),
            (id, by, kind, to, text, blocks, concerns) => new PositionStated(id, by, kind, to, text, blocks) { Concerns = concerns })),
        From(Gen.Select(PositionId, Word<PositionChange>(), Maybe(Party), Maybe(Words),
            (id, change, by, text) => new PositionChanged(id, change, by) { Text = text })),
        From(Gen.Select(Gen.Const("a-1"), Word<AgreementStage>(), Maybe(Words), Maybe(When), Some(Words), Some(Party), Gen.Select(Some(AnyLink), Maybe(Words)),
            (id, stage, type, effective, contingentOn, by, more) =>
                new AgreementStageReached(id, stage, type, effective, contingentOn, by, more.Item2) { Concerns = more.Item1 })),
        From(Gen.Select(Gen.Const("t-1"), When, Maybe(Words), Maybe(Party), Some(Party), Some(AnyLink),
            (id, when, subject, by, to, concerns) => new DeadlineSet(id, when, subject, by, to) { Concerns = concerns })),
        From(Gen.Select(Gen.Const("t-1"), Gen.OneOf<bool?>(true, false, null), (id, met) =>
            new DeadlineClosed(id, met, met is null ? DeadlineClosing.CalledOff : null))),
        From(Gen.Select(Gen.Select(Gen.OneOf("s-1", "s-2"), Party, Word<StatementKind>(), Maybe(Words), Maybe(Tongue)),
            Gen.Select(Maybe(Words), Maybe(Words), Optional(Word<Likelihood>()), Maybe(When), Some(Anything)),
            Gen.Select(Optional(Word<Aspect>()), Some(Speaker)),
            (a, b, c) =>
                new StatementRecorded(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, b.Item2, b.Item3, b.Item4, b.Item5)
                {
                    Aspect = c.Item1, By = a.Item3 == StatementKind.Act ? c.Item2 : [],
                })),
        From(FactId.Select(fact => new FactCorroborated(fact))),
        From(Gen.Select(FactId, Words, (fact, ground) => new SubjectErased(Erasure.Words, fact.ToString()[^12..], fact, ground))),
        From(Gen.OneOf(Anything, FactId.Select(fact => fact.ToString())).Select(what => new DisclosureChanged(what, "a leak"))),
        .. Language.Events.Values.Where(type => !Described.Contains(type)).Select(Of),
    ];

    /// <summary>Any fact of the world or of the record, save corrections.</summary>
    public static readonly Gen<DomainEvent> Plain = Circumstanced(Gen.OneOf(Payloads));

    private static readonly Gen<DomainEvent> Correction = Circumstanced(From(Gen.Select(FactId, Maybe(Plain), Words,
        (fact, replacement, reason) => new RecordCorrected(
            fact, replacement is null ? CorrectionMode.Retracted : CorrectionMode.Amended, replacement, reason))));

    public static readonly Gen<DomainEvent> Any = Gen.Frequency((7, Plain), (1, Correction));

    /// <summary>Some facts, in the order of recording; a correction is of an earlier one.</summary>
    public static readonly Gen<Fact[]> Facts = Gen.Select(Any.Array[0, 14], Gen.Int[0, 1_000], (events, which) =>
        events.Select((@event, index) => Recorded(
            @event is RecordCorrected correction ? correction with { Fact = Fact(index == 0 ? 99 : 1 + (which % index)) } : @event,
            index + 1)).ToArray());

    private static Gen<DomainEvent> Circumstanced(Gen<DomainEvent> payload) => Gen.Select(
        payload, Gen.OneOf(Instant, When), Maybe(Gen.Select(Words, Tongue, (text, language) => new Phrase(text, language))),
        Some(AnyBasis), Gen.Select(Optional(Word<Marking>()), Some(Gen.OneOf("alice", "desk")), Maybe(Parts)), Optional(Time),
        (@event, occurred, phrase, basis, disclosed, until) => @event with
        {
            Occurred = occurred, Phrase = phrase, Basis = basis, Marking = disclosed.Item1, EmbargoUntil = until,
            Recipients = disclosed.Item1 == Marking.RED ? disclosed.Item2 : default, MarkedParts = disclosed.Item3,
        });

    private static Gen<MarkedParts> Parts => Gen.Select(Word<FactPart>(), Word<Marking>(), (part, marking) => new MarkedParts([new(part, marking)]));

    /// <summary>As a decision on an empty negotiation gives it, which holds what was given.</summary>
    private static MeetingProposed Proposed(ProposeMeeting proposing) =>
        (MeetingProposed)(proposing with { By = proposing.By.IsEmpty ? ["USA"] : proposing.By }).Decide(Negotiation.None).Event!;

    private static Gen<DomainEvent> From<T>(Gen<T> events) where T : DomainEvent
    {
        Described.Add(typeof(T));
        return events.Select(DomainEvent (@event) => @event);
    }

    /// <summary>Of an event about which nothing special is said here: values by the types of its members, ids by their names.</summary>
    public static Gen<DomainEvent> Of(Type @event)
    {
        var made = @event.GetConstructors().Single(constructor => constructor.GetParameters() is not [{ } only] || only.ParameterType != @event);
        return made.GetParameters()
            .Aggregate(Gen.Const<object?[]>([]), (values, parameter) => Gen.Select(values, Value(parameter), (some, one) => (object?[])[.. some, one]))
            .Select(values => (DomainEvent)made.Invoke(values));
    }

    private static Gen<object?> Value(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var value = type.IsEnum ? Gen.OneOf([.. Enum.GetValues(type).Cast<object>()])
            : type == typeof(bool) ? Gen.Bool.Select(flag => (object)flag)
            : type == typeof(int) ? Gen.Int[1, 3].Select(number => (object)number)
            : type == typeof(Guid) ? FactId.Select(id => (object)id)
            : type == typeof(Edtf) ? When.Select(date => (object)date)
            : type == typeof(EquatableArray<string>) ? Some(Party).Select(items => (object)items)
            : type == typeof(string) ? Text(parameter.Name!).Select(text => (object)text)
            : throw new InvalidOperationException($"Say how {parameter.Member.DeclaringType!.Name}.{parameter.Name} is generated: add the event to the payloads.");
        return new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable
            ? Maybe(value)
            : value.Select(object? (some) => some);
    }

    private static Gen<string> Text(string name) => name switch
    {
        "Meeting" => MeetingId,
        "Proposal" => ProposalId,
        "Position" => PositionId,
        "Id" => Anything,
        "By" or "Party" => Party,
        "Language" => Tongue,
        _ => Words,
    };

    private static Gen<T> Word<T>() where T : struct, Enum => Gen.OneOf(Enum.GetValues<T>());

    private static Gen<EquatableArray<T>> Some<T>(Gen<T> items) => items.Array[0, 2]
        .Select(chosen => chosen.ToEquatableArray());

    private static Gen<T?> Maybe<T>(Gen<T> item) where T : class =>
        Gen.Frequency((1, Gen.Const((T?)null)), (2, item.Select(T? (some) => some)));

    private static Gen<T?> Optional<T>(Gen<T> item) where T : struct =>
        Gen.Frequency((1, Gen.Const((T?)null)), (2, item.Select(T? (some) => some)));
}
