using System.Reflection;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>The catalogue of refusals: every code in an answer to a command or a read.</summary>
public static class Problems
{
    // About the request.
    public static readonly Problem Malformed = new("malformed", 422, "The request is malformed", "Correct the members named in `errors`; the API description lists every field.");
    public static readonly Problem NotFound = new("not-found", 404, "There is nothing here", "Check the address; /docs lists every route.");
    public static readonly Problem CommandUnknown = new("command-unknown", 404, "No such command", "Use one of the commands named.");
    public static readonly Problem Internal = new("internal-error", 500, "Something went wrong in the tracker", "Nothing of this is your doing. The operator finds it in the log by the trace id.");
    public static readonly Problem StaleVersion = new("stale-version", 412, "The negotiation has moved on", "Read what changed since (in `changes`), then send the command again with the current version.");
    public static readonly Problem IdempotencyKeyReused = new("idempotency-key-reused", 422, "The idempotency key belongs to another request", "Use a new key for a new request; repeat a request with its own body.");
    public static readonly Problem Unavailable = new("unavailable", 503, "The tracker cannot answer now", "Try again after the time in Retry-After; with the same Idempotency-Key nothing is recorded twice.");
    public static readonly Problem DatabaseReadOnly = new("database-read-only", 503, "The database takes no writes", "Record through a node whose database is the primary; this one can only be read until it is promoted.") { RetryAfter = 5 };
    public static readonly Problem DatabaseFull = new("database-full", 503, "The disk of the database is full", "The operator has to make room; then send it again.") { RetryAfter = 5 };
    public static readonly Problem DatabaseRefuses = new("database-refuses", 503, "The database does not let the tracker work", "The operator has to mend what the sentence names; then send it again.") { RetryAfter = 5 };
    public static readonly Problem Silence = new("silence", 408, "Nothing came for too long", "Go on in a new request; an empty line is a sign of life.");
    public static readonly Problem Busy = new("busy", 503, "Too many long reads at once", "Try again after the time in Retry-After.") { RetryAfter = 5 };
    public static readonly Problem RecordingStopped = new("recording-stopped", 503, "Nothing is recorded at the moment", "Reads go on. The operator finds what was found, and how to go on, in /health/ready and /api/audit/recording; then send the request again.");
    public static readonly Problem NothingToMend = new("nothing-to-mend", 409, "There is nothing of this kind to mend", "Read /api/audit/recording: it says whether anything is recorded, and why not.");
    public static readonly Problem NotWhatWasFound = new("not-what-was-found", 409, "What is accepted is not what was found", "Name exactly what /api/audit/recording says, once you have looked at it.");
    public static readonly Problem PositionNotReached = new("position-not-reached", 504, "The awaited position has not been reached", "Wait longer, or check the position you ask for.");
    public static readonly Problem PlaceNotInLog = new("place-not-in-log", 409, "The log does not hold the event you go on from", "Drop what you hold after the last event that the log does hold, and go on from the id of that; or begin again with 0.");
    public static readonly Problem ParkedUnknown = new("parked-unknown", 404, "No such parked fact", "It may have been placed or withdrawn; list what is parked.");
    public static readonly Problem ReportUnknown = new("report-unknown", 404, "No such report", "Register the report first; its id is the SHA-256 of its text.");
    public static readonly Problem ActorUnknown = new("actor-unknown", 404, "No such actor", "An actor comes into being at first mention, or when you describe it.");

    public static readonly Problem SubjectUnknown = new("subject-unknown", 404, "Nothing to erase under that name", "Name the person as the facts do (RUS.Putin or Putin), or the event id of a fact. Who was erased before is not known any more.");

    // About any command.
    public static readonly Problem NegotiationUnknown = new("negotiation-unknown", 404, "No such negotiation", "Check the key, or open the negotiation first.");
    public static readonly Problem NegotiationNotOpen = new("negotiation-not-open", 409, "The negotiation is not open", "Open it first.");
    public static readonly Problem UnknownParty = new("unknown-party", 422, "Not a party to this negotiation", "Add the party, or correct its code.") { MayPass = true };
    public static readonly Problem EdtfInvalid = new("edtf-invalid", 422, "Not a date in EDTF", "Write the date in EDTF (ISO 8601-2): 2025-08-15, 2025-08, [2025-08-11..2025-08-17], 2025-08-11/2025-08-17.");

    public static readonly Problem TooManyParked = new("too-many-parked", 409, "Too many commands wait", "Record what they wait for, or withdraw some of them.") { MayPass = false };

    // Process.
    public static readonly Problem AlreadyOpen = new("already-open", 409, "The negotiation is open already", "Choose another key, or go on with the one that is open.");
    public static readonly Problem TwoPartiesRequired = new("two-parties-required", 422, "A negotiation needs two parties", "Name at least two different parties.");
    public static readonly Problem AlreadyAParty = new("already-a-party", 409, "Already a party", "Nothing needs to be added.");
    public static readonly Problem PhaseUnknown = new("phase-unknown", 422, "No such phase", "Use one of the phases named.");
    public static readonly Problem AlreadyInPhase = new("already-in-phase", 409, "Already in that phase", "Nothing needs to be entered.");
    public static readonly Problem NegotiationConcluded = new("negotiation-concluded", 409, "The negotiation has been concluded", "A concluded negotiation enters no other phase; correct the fact that concluded it, or open another.");

    // Proposals.
    public static readonly Problem ProposalExists = new("proposal-exists", 409, "The proposal exists already", "Answer it, or use another id.");
    public static readonly Problem ProposalUnknown = new("proposal-unknown", 404, "No such proposal", "Record the proposal first, or correct the id.");
    public static readonly Problem ProposalClosed = new("proposal-closed", 409, "The proposal is closed", "Make a new proposal.");
    public static readonly Problem NotAnAddressee = new("not-an-addressee", 409, "Not an addressee of the proposal", "Only those a proposal is addressed to answer or counter it.");
    public static readonly Problem NotTheProposer = new("not-the-proposer", 409, "Not one of those who proposed", "Only a proposer can do this.");
    public static readonly Problem ConditionsRequired = new("conditions-required", 422, "The conditions are missing", "Name the conditions of a conditional acceptance.");
    public static readonly Problem AlreadyAnswered = new("already-answered", 409, "Answered already", "Silence cannot follow an answer in substance; record another answer, or correct the first.");
    public static readonly Problem AnswerUnknown = new("answer-unknown", 422, "No such answer", "Use one of the answers named.");
    public static readonly Problem CloseKindUnknown = new(
        "close-kind-unknown", 422, "No such way to close it",
        "Use one of the words named.");

    // Meetings.
    public static readonly Problem MeetingExists = new("meeting-exists", 409, "The meeting exists already", "Use another id, or record what became of the meeting.");
    public static readonly Problem MeetingUnknown = new("meeting-unknown", 404, "No such meeting", "Propose the meeting first, or correct the id.");
    public static readonly Problem MeetingClosed = new("meeting-closed", 409, "The meeting is closed", "It was held, did not take place or was given up; propose it anew if it was given up, or record another meeting.");
    public static readonly Problem MeetingCancelled = new("meeting-cancelled", 409, "The meeting is cancelled", "Reinstate it first.");
    public static readonly Problem MeetingUnderWay =
        new("meeting-under-way", 409, "The meeting is under way", "Record first that it was held, or that it was not.");
    public static readonly Problem NotAgreed = new("not-agreed", 409, "Nobody has agreed to the meeting yet", "Record the answer of those invited, or schedule it tentatively.");
    public static readonly Problem OutsideScheduledWindow = new("outside-scheduled-window", 409, "Outside the scheduled window", "Scheduling again narrows the window; to move it, reschedule.");
    public static readonly Problem BlockedByPrecondition = new("blocked-by-precondition", 409, "A precondition stands in the way", "Record that it was met or dropped, or name it in `despite`.");
    public static readonly Problem NothingToConfirm = new("nothing-to-confirm", 409, "No date to confirm", "Schedule the meeting first.");
    public static readonly Problem NothingToReschedule = new("nothing-to-reschedule", 409, "No date to move", "Schedule the meeting first.");
    public static readonly Problem SameDate = new("same-date", 409, "That is the date already", "Give another date.");
    public static readonly Problem NothingToPostpone = new("nothing-to-postpone", 409, "Nothing to postpone", "Only a meeting that was agreed or scheduled can be postponed.");
    public static readonly Problem NothingToCancel = new("nothing-to-cancel", 409, "Nothing to cancel", "Only a meeting that was agreed, scheduled or postponed can be cancelled.");
    public static readonly Problem AlreadyCancelled = new("already-cancelled", 409, "Cancelled already", "Nothing needs to be cancelled.");
    public static readonly Problem NothingToReinstate = new("nothing-to-reinstate", 409, "Nothing to reinstate", "Only a cancelled meeting, or one that was not held, can be reinstated.");
    public static readonly Problem NothingToMiss = new("nothing-to-miss", 409, "No date to miss", "Only a meeting that was scheduled or has begun can be recorded as not held.");
    public static readonly Problem HeldInTheFuture = new("held-in-the-future", 409, "That day has not come", "Record a meeting as held once it has begun.");
    public static readonly Problem RoundAlreadyRecorded = new("round-already-recorded", 409, "That round is recorded already", "Give the round the next free number of its track, or correct the earlier record.");
    public static readonly Problem OutcomeUnknown = new("outcome-unknown", 422, "No such outcome", "Use one of the outcomes named.");
    public static readonly Problem AbsentRequired = new("absent-required", 422, "The absent are missing", "Name those who did not appear.");
    public static readonly Problem ReasonUnknown = new("reason-unknown", 422, "No such reason", "Use NoShow, WindowPassed or Other.");

    // Venue.
    public static readonly Problem PlaceRequired = new("place-required", 422, "The place is missing", "Name the place.");
    public static readonly Problem VenueAlreadyConfirmed = new("venue-already-confirmed", 409, "The venue is confirmed already", "A confirmed venue is more than one agreed in principle.");

    // Substance.
    public static readonly Problem PositionExists = new("position-exists", 409, "The position exists already", "Record a change of it, or use another id.");
    public static readonly Problem PositionUnknown = new("position-unknown", 404, "No such position", "State the position first, or correct the id.");
    public static readonly Problem PositionClosed = new("position-closed", 409, "The position is met or dropped", "Record that it was restated or hardened first.");
    public static readonly Problem NotTheOwner = new("not-the-owner", 409,
        "Not the owner of the position", "Only the party that stated a position changes it; others can have met it.");
    public static readonly Problem PositionKindUnknown = new("position-kind-unknown", 422, "No such kind of position", "Use one of the kinds named.");
    public static readonly Problem BlocksUnknown = new("blocks-unknown", 404, "It blocks something unknown", "Record the meeting, proposal or agreement first, or correct the id.");
    public static readonly Problem ConcernsUnknown = new("concerns-unknown", 404,
        "It concerns something unknown", "Name in `concerns` what is known in this negotiation, or `negotiation` itself.");
    public static readonly Problem PreconditionNeedsTarget = new("precondition-needs-target", 422, "A precondition of what?", "Name in `blocks` what the precondition stands before.");
    public static readonly Problem ChangeUnknown = new("change-unknown", 422, "No such change of a position", "Use one of the changes named.");
    public static readonly Problem AgreementUnknown = new("agreement-unknown", 404, "No such agreement", "The first stage of an agreement names its type.");
    public static readonly Problem StageGoesBackwards = new("stage-goes-backwards", 409, "An agreement does not go back a stage", "Record a later stage, or correct the earlier record.");
    public static readonly Problem AgreementEnded = new(
        "agreement-ended", 409, "The agreement has ended",
        "Correct the stage that ended it, or record a new agreement.");
    public static readonly Problem AgreementNotBegun = new(
        "agreement-not-begun", 409, "The agreement has not begun",
        "Record first that it was signed, came into force or took effect.");

    /// <summary>The former code of <see cref="AgreementEnded"/>, in answers remembered under it.</summary>
    public static readonly Problem AgreementTerminated = new("agreement-terminated", 409, "The agreement is terminated", "Record a new agreement.");
    public static readonly Problem StageUnknown = new("stage-unknown", 422, "No such stage", "Use one of the stages named.");
    public static readonly Problem DeadlineNotExtended = new(
        "deadline-not-extended", 409, "Not later than the deadline",
        "Extend it to a later day, or narrow it to fewer of its days.");
    public static readonly Problem DeadlineMet = new("deadline-met", 409, "The deadline was met", "Set another deadline.");
    public static readonly Problem DeadlineClosed = new(
        "deadline-closed", 409, "The deadline is closed",
        "It was met, missed or called off already.");
    public static readonly Problem DeadlineNotPassed = new(
        "deadline-not-passed", 409, "The deadline has not passed",
        "A deadline is missed from its last day on; date the fact then, or call the deadline off.");
    public static readonly Problem DeadlineUnknown = new("deadline-unknown", 404, "No such deadline", "Set the deadline first, or correct the id.");

    // The record.
    public static readonly Problem StatementExists = new("statement-exists", 409, "The statement exists already", "Use another id.");
    public static readonly Problem AboutUnknown = new("about-unknown", 404, "It is about something unknown", "Name what is known in this negotiation, or `negotiation` itself.");
    public static readonly Problem StatementKindUnknown = new("statement-kind-unknown", 422, "No such kind of statement", "Use one of the kinds named.");
    public static readonly Problem CorrectionTargetUnknown = new("correction-target-unknown", 404, "No such fact", "Name the event id of a fact of this negotiation.");
    public static readonly Problem AlreadyRetracted = new("already-retracted", 409, "The fact is retracted", "A retracted fact stands no longer; correct its retraction to bring it back.");
    public static readonly Problem CorrectionBreaksHistory = new("correction-breaks-history", 409, "Later facts rest on this one", "Correct the facts in `dependants` first.");
    public static readonly Problem CorrectionKindUnknown = new("correction-kind-unknown", 422, "No such correction", "Use Amended or Retracted.");
    public static readonly Problem MarkingUnknown = new("marking-unknown", 422, "No such marking", "Use a TLP 2.0 marking: CLEAR, GREEN, AMBER, AMBER+STRICT or RED.");

    public static readonly Problem PartUnknown = new("part-unknown", 422,
        "No such part of a fact", "Mark quote, place, basis or persons.");
    public static readonly Problem RecipientsNeeded = new("recipients-needed", 422,
        "RED needs recipients", "Mark the facts themselves RED, each with its recipients.");
    public static readonly Problem AlreadyRestricted = new("already-restricted", 409,
        "Restricted to the very same", "Nothing needs to be restricted.");

    public static IReadOnlyDictionary<string, Problem> Catalogue { get; } = typeof(Problems)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (Problem)field.GetValue(null)!)
        .ToDictionary(problem => problem.Code);
}
