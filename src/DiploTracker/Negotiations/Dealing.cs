namespace DiploTracker.Negotiations;

/// <summary>The dealings between parties that charts of activity count.</summary>
public enum Dealing
{
    /// <summary>A meeting held.</summary>
    Meeting,

    /// <summary>Dates, venue and format of a meeting, and what becomes of it.</summary>
    Arrangement,

    /// <summary>A proposal or an invitation, made or closed.</summary>
    Proposal,

    Answer,

    Position,

    Agreement,
}
