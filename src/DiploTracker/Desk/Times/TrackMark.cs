namespace DiploTracker.Desk.Times;

/// <summary>A fact on a track.</summary>
/// <param name="Moment">The moment that shows it and everything before it, as the address has it.</param>
public sealed record TrackMark(DateOnly Day, string Moment, string Text, bool IsHidden);
