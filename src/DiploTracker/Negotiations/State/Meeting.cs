using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

public enum MeetingKind { Summit, Ministerial, TalksRound, EnvoyVisit, Call, Consultation }

public enum MeetingStatus
{
    Floated, Proposed, AgreedInPrinciple, Scheduled, Postponed, Cancelled, Held, NotHeld, Rejected, Withdrawn, Lapsed,
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

    /// <summary>The date, only as precise as it was stated (EDTF); null if there is none.</summary>
    public Edtf? When { get; init; }

    public bool Tentative { get; init; } = true;
    public Venue Venue { get; init; } = Venue.None;
    public EquatableArray<string> ConfirmedBy { get; init; }
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

    public bool IsClosed => Status is MeetingStatus.Held or MeetingStatus.NotHeld or MeetingStatus.Rejected
        or MeetingStatus.Withdrawn or MeetingStatus.Lapsed;

    /// <summary>Nothing blocks it any more.</summary>
    public bool IsOver => Status is MeetingStatus.Held or MeetingStatus.NotHeld or MeetingStatus.Rejected
        or MeetingStatus.Withdrawn or MeetingStatus.Lapsed;

    /// <summary>The precision of the date; null if there is none.</summary>
    public Precision? Precision => When?.Precision;

    /// <summary>
    /// The STATUS of iCalendar (RFC 5545): TENTATIVE, CONFIRMED or CANCELLED; null if it is not in the calendar.
    /// </summary>
    public string? CalendarStatus => Status switch
    {
        MeetingStatus.Cancelled or MeetingStatus.Postponed or MeetingStatus.NotHeld
            or MeetingStatus.Rejected or MeetingStatus.Withdrawn or MeetingStatus.Lapsed => Sequence == 0 ? null : "CANCELLED",
        MeetingStatus.Held => "CONFIRMED",
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
        MeetingStatus.Scheduled or MeetingStatus.Held => "EventScheduled",
        _ => null,
    };

    /// <summary>Nobody has agreed to it yet.</summary>
    public bool IsOnlyProposed => Status is MeetingStatus.Floated or MeetingStatus.Proposed;

    public Meeting Next() => this with { Sequence = Sequence + 1 };

    /// <summary>
    /// The meeting after an answer to its invitation: its status changes only while it is Floated, Proposed, Rejected
    /// or AgreedInPrinciple.
    /// </summary>
    public Meeting AfterAnswer(ProposalStatus proposal) => Status switch
    {
        not (MeetingStatus.Floated or MeetingStatus.Proposed or MeetingStatus.Rejected or MeetingStatus.AgreedInPrinciple) => this,
        _ when proposal is ProposalStatus.Accepted or ProposalStatus.AcceptedInPrinciple => this with { Status = MeetingStatus.AgreedInPrinciple },
        _ when proposal is ProposalStatus.Rejected => this with { Status = MeetingStatus.Rejected },
        MeetingStatus.Rejected => this with { Status = MeetingStatus.Proposed },
        _ => this,
    };
}
