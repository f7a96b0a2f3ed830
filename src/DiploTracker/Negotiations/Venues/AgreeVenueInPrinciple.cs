using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Venues;

/// <summary>The parties settle on a venue in principle; agreed yet undisclosed is normal.</summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="Place">Where, when it is known.</param>
[Records<VenueAgreedInPrinciple>]
[Refuses("meeting-cancelled", "meeting-closed", "meeting-unknown", "venue-already-confirmed")]
public sealed record AgreeVenueInPrinciple(string Meeting, string? Place = null) : Command
{
    public override Decision Decide(Negotiation negotiation) => VenueRules.Meeting(negotiation, Meeting) switch
    {
        { Refusal: { } refusal } => refusal,
        { Meeting.Venue.Agreement: VenueAgreement.Confirmed } =>
            Problems.VenueAlreadyConfirmed.Because($"The venue of '{Meeting}' is confirmed already; that is more than agreed in principle."),
        _ => new VenueAgreedInPrinciple(Meeting, Place),
    };
}

[StoredAs("venue-agreed-in-principle.v1")]
public sealed record VenueAgreedInPrinciple(string Meeting, string? Place) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation.ChangeMeeting(Meeting, meeting =>
    {
        var place = Place ?? meeting.Venue.Place;
        var disclosure = place is null ? VenueDisclosure.Undisclosed : VenueDisclosure.Disclosed;
        return meeting.Next() with { Venue = new Venue(VenueAgreement.InPrinciple, disclosure, place) };
    });

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new AgreeVenueInPrinciple(Meeting, Place);

    public override string Describe() =>
        $"The venue of {Meeting} is agreed in principle{(Place is null ? ", but not disclosed" : $": {Place}")}.";
}
