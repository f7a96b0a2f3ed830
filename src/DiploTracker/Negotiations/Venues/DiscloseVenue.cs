using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Venues;

/// <summary>A place is named in public; it may get finer: country, then city, then site.</summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="Place">Where.</param>
[Records<VenueDisclosed>]
[Refuses("meeting-cancelled", "meeting-closed", "meeting-unknown", "place-required")]
public sealed record DiscloseVenue(string Meeting, string? Place = null) : Command
{
    public override Decision Decide(Negotiation negotiation) => VenueRules.Meeting(negotiation, Meeting) switch
    {
        _ when string.IsNullOrWhiteSpace(Place) => Problems.PlaceRequired.Because("Disclosing a venue names the place in `place`."),
        { Refusal: { } refusal } => refusal,
        _ => new VenueDisclosed(Meeting, Place),
    };
}

[StoredAs("venue-disclosed.v1")]
public sealed record VenueDisclosed(string Meeting, string Place) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation.ChangeMeeting(Meeting, meeting => meeting.Next() with
    {
        Venue = new Venue(
            meeting.Venue.Agreement == VenueAgreement.None ? VenueAgreement.Announced : meeting.Venue.Agreement,
            VenueDisclosure.Disclosed,
            Place),
    });

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new DiscloseVenue(Meeting, Place);

    public override string Describe() => $"The venue of {Meeting} is disclosed: {Place}.";
}
