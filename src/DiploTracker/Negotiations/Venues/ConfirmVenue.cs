using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Venues;

/// <summary>The venue is confirmed; the place is named unless it is known.</summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="Place">Where, when none is known yet.</param>
[Records<VenueConfirmed>]
[Refuses("meeting-cancelled", "meeting-closed", "meeting-unknown", "place-required")]
public sealed record ConfirmVenue(string Meeting, string? Place = null) : Command
{
    public override Decision Decide(Negotiation negotiation) => VenueRules.Meeting(negotiation, Meeting) switch
    {
        { Refusal: { } refusal } => refusal,
        { Meeting.Venue.Place: null } when string.IsNullOrWhiteSpace(Place) =>
            Problems.PlaceRequired.Because($"No place is known for '{Meeting}'; name it in `place`.") with { MayPass = true },
        _ => new VenueConfirmed(Meeting, Place),
    };
}

[StoredAs("venue-confirmed.v1")]
public sealed record VenueConfirmed(string Meeting, string? Place) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation.ChangeMeeting(Meeting, meeting => meeting.Next() with
    {
        Venue = new Venue(
            VenueAgreement.Confirmed,
            Place is null ? meeting.Venue.Disclosure : VenueDisclosure.Disclosed,
            Place ?? meeting.Venue.Place),
    });

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new ConfirmVenue(Meeting, Place);

    public override string Describe() => $"The venue of {Meeting} is confirmed{(Place is null ? "" : $": {Place}")}.";
}
