using System.ComponentModel;

namespace DiploTracker.Client;

/// <summary>The parties settle on a venue in principle; it may stay undisclosed.</summary>
[Description("The parties settle on a venue in principle; it may stay undisclosed.")]
public sealed record AgreeVenueInPrinciple(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("Where, when it is known.")] string? Place = null) : Command;

/// <summary>The venue becomes known; it may get finer: country, city, site.</summary>
[Description("The venue becomes known; it may get finer: country, city, site.")]
public sealed record DiscloseVenue(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("Where.")] string? Place = null) : Command;

/// <summary>The venue is confirmed.</summary>
[Description("The venue is confirmed.")]
public sealed record ConfirmVenue(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("Where, when none is known yet.")] string? Place = null) : Command;
