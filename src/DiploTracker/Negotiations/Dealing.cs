namespace DiploTracker.Negotiations;

/// <summary>The dealings between parties that charts of activity count.</summary>
public enum Dealing
{
    /// <summary>A meeting held.</summary>
    Meeting,

    /// <summary>A change of date, venue or format of a meeting, or of its status.</summary>
    Arrangement,

    /// <summary>A proposal or an invitation, made or closed.</summary>
    Proposal,

    Answer,

    Position,

    Agreement,
}
