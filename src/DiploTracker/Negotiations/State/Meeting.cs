using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

public enum MeetingKind { Summit, Ministerial, TalksRound, EnvoyVisit, Call, Consultation }

public enum MeetingStatus
{
    Floated, Proposed, AgreedInPrinciple, Scheduled, UnderWay, Postponed, Cancelled, Held, NotHeld, Rejected, Withdrawn,
    Lapsed,
}

public enum MeetingOutcome { Agreement, JointStatement, Progress, NoAgreement, Breakdown, Unknown }

public enum NotHeldReason { NoShow, WindowPassed, Other }

public enum VenueAgreement { None, Announced, InPrinciple, Confirmed }

public enum VenueDisclosure { Undisclosed, Disclosed }

/// <summary>
/// The venue of a meeting: how far it is agreed, whether it is public, and the place as far as known.
/// </summary>
public sealed record Venue(VenueAgreement Agreement, VenueDisclosure Disclosure, string? Place)
{
    public static readonly Venue None = new(VenueAgreement.None, VenueDisclosure.Undisclosed, Place: null);
}

/// <summary>
/// A meeting of any kind, from a telephone call to a summit. It stays the same meeting when it is moved, cancelled or
/// reinstated.
/// </summary>
public sealed record Meeting(string Id, MeetingKind Kind, string? Level, string? Format, EquatableArray<string> Participants) : IIdentified
{
    public MeetingStatus Status { get; init; }

    /// <summary>The name it goes by: "Alaska summit"; null if it has none.</summary>
    public string? Title { get; init; }

    /// <summary>Those who call it set its date; answers say who comes, and do not move its status.</summary>
    public bool IsConvened { get; init; }

    /// <summary>The date, only as precise as it was stated (EDTF); null if there is none.</summary>
    public Edtf? When { get; init; }

    public bool Tentative { get; init; } = true;
    public Venue Venue { get; init; } = Venue.None;
    public EquatableArray<string> ConfirmedBy { get; init; }

    /// <summary>The addressees that rejected it; the others go on.</summary>
    public EquatableArray<string> DeclinedBy { get; init; }

    public EquatableArray<string> Absent { get; init; }
    public MeetingOutcome? Outcome { get; init; }
    public int Reinstated { get; init; }
    public int Reiterated { get; init; }
    public bool Moved { get; init; }

    /// <summary>
    /// Rises with every change of date, venue, format or status: the SEQUENCE of iCalendar (RFC 5545).
    /// </summary>
    public int Sequence { get; init; }

    public string? Track { get; init; }
    public int? Round { get; init; }
    public string? Agenda { get; init; }

    /// <summary>It was recorded as held, and that record was completed once.</summary>
    public bool IsCompleted { get; init; }

    public bool IsClosed => Status is MeetingStatus.Held or MeetingStatus.NotHeld or MeetingStatus.Rejected
        or MeetingStatus.Withdrawn or MeetingStatus.Lapsed;

    /// <summary>Nothing blocks it any more.</summary>
    public bool IsOver => Status is MeetingStatus.Held or MeetingStatus.NotHeld or MeetingStatus.Rejected
        or MeetingStatus.Withdrawn or MeetingStatus.Lapsed;

    /// <summary>It may be proposed anew, under the same id.</summary>
    public bool CanBeReopened => Status is MeetingStatus.Rejected or MeetingStatus.Withdrawn or MeetingStatus.Lapsed;

    /// <summary>It was held, but when it ended or what came of it is not known yet; that may be added once.</summary>
    public bool CanBeCompleted => Status == MeetingStatus.Held && !IsCompleted
        && (Outcome == MeetingOutcome.Unknown || When is { Error: null, Ends: null });

    /// <summary>The precision of the date; null if there is none.</summary>
    public Precision? Precision => When?.Precision;

    /// <summary>
    /// The STATUS of iCalendar (RFC 5545): TENTATIVE, CONFIRMED or CANCELLED; null if it is not in the calendar.
    /// </summary>
    public string? CalendarStatus => Status switch
    {
        MeetingStatus.Cancelled or MeetingStatus.Postponed or MeetingStatus.NotHeld
            or MeetingStatus.Rejected or MeetingStatus.Withdrawn or MeetingStatus.Lapsed => Sequence == 0 ? null : "CANCELLED",
        MeetingStatus.Held or MeetingStatus.UnderWay => "CONFIRMED",
        _ when When is null => null,
        MeetingStatus.Scheduled when !Tentative && When.IsExact => "CONFIRMED",
        _ => "TENTATIVE",
    };

    /// <summary>The eventStatus of schema.org; null if none applies.</summary>
    public string? EventStatus => Status switch
    {
        MeetingStatus.Postponed => "EventPostponed",
        MeetingStatus.Cancelled or MeetingStatus.NotHeld => "EventCancelled",
        _ when Moved => "EventRescheduled",
        MeetingStatus.Scheduled or MeetingStatus.UnderWay or MeetingStatus.Held => "EventScheduled",
        _ => null,
    };

    /// <summary>Nobody has agreed to it yet.</summary>
    public bool IsOnlyProposed => Status is MeetingStatus.Floated or MeetingStatus.Proposed;

    public Meeting Next() => this with { Sequence = Sequence + 1 };

    /// <summary>
    /// The meeting after a change of its invitation: its status changes only while it is Floated, Proposed, Rejected or
    /// AgreedInPrinciple, and was not convened.
    /// </summary>
    public Meeting After(Proposal before, Proposal after) => Status switch
    {
        _ when IsConvened => this,
        not (MeetingStatus.Floated or MeetingStatus.Proposed or MeetingStatus.Rejected or MeetingStatus.AgreedInPrinciple) => this,
        _ when after.IsAgreed => this with { Status = MeetingStatus.AgreedInPrinciple },
        _ when after.IsRefused => this with { Status = MeetingStatus.Rejected },
        MeetingStatus.Rejected => this with { Status = MeetingStatus.Proposed },
        MeetingStatus.AgreedInPrinciple when before.IsAgreed => this with { Status = MeetingStatus.Proposed },
        _ => this,
    };

    /// <summary>
    /// No longer tentative, once everybody who is still expected has confirmed an exact day: neither those who declined
    /// nor those who left the negotiation are.
    /// </summary>
    public Meeting FirmOnceConfirmed(Negotiation negotiation)
    {
        List<string> expected =
            [.. Participants.Where(party => !DeclinedBy.Contains(party) && !negotiation.HasLeft(party))];
        var areEnough = expected.Count > 1 || expected.Count == Participants.Count;
        return areEnough && When is { IsExact: true } && expected.TrueForAll(ConfirmedBy.Contains)
            ? this with { Tentative = false }
            : this;
    }

    public Meeting NotDeclinedBy(string party) => DeclinedBy.Contains(party)
        ? this with { DeclinedBy = [.. DeclinedBy.Where(declining => declining != party)] }
        : this;

    /// <summary>
    /// Those who came: the parties named, else the participants that had not left the negotiation before, unless they
    /// are named as absent. Once it has begun, who came is known.
    /// </summary>
    public EquatableArray<string> Attending(
        EquatableArray<string> named, EquatableArray<string> absent, Edtf when, Negotiation negotiation) =>
        !named.IsEmpty ? named
        : Status is MeetingStatus.UnderWay or MeetingStatus.Held ? Participants
        : [.. Participants.Where(party => absent.Contains(party) || !negotiation.HadLeftBefore(party, when))];
}
