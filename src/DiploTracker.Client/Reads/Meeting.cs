namespace DiploTracker.Client;

/// <summary>A meeting, whatever its kind; dates are EDTF, words are those of the domain.</summary>
public sealed record Meeting
{
    public string Id { get; init; } = "";

    /// <summary>The name it goes by.</summary>
    public string? Title { get; init; }

    public string? Kind { get; init; }

    public string? Level { get; init; }

    public string Status { get; init; } = "";

    public string? When { get; init; }

    public string? Precision { get; init; }

    public bool Tentative { get; init; }

    public Venue Venue { get; init; } = new();

    public string? Format { get; init; }

    public IReadOnlyList<string> Participants { get; init; } = [];

    public IReadOnlyList<string> ConfirmedBy { get; init; } = [];

    /// <summary>The addressees that rejected it; the others go on.</summary>
    public IReadOnlyList<string> DeclinedBy { get; init; } = [];

    public IReadOnlyList<string> ContestedBy { get; init; } = [];

    public IReadOnlyList<Dissent> Dissent { get; init; } = [];

    public IReadOnlyList<string> BlockedBy { get; init; } = [];

    public IReadOnlyList<string> Absent { get; init; } = [];

    public string? Outcome { get; init; }

    public int Reinstated { get; init; }

    public int Reiterated { get; init; }

    public bool Moved { get; init; }

    public int Sequence { get; init; }

    public string? Track { get; init; }

    public int? Round { get; init; }

    public string? CalendarStatus { get; init; }

    public string? EventStatus { get; init; }

    public string? ProposalStatus { get; init; }
}

/// <summary>Who denies which side of a thing.</summary>
public sealed record Dissent(string By, string Aspect);

/// <summary>How far a venue is agreed and disclosed, and where it is.</summary>
public sealed record Venue
{
    public string Agreement { get; init; } = "";

    public string Disclosure { get; init; } = "";

    public string? Place { get; init; }
}
