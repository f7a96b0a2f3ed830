namespace DiploTracker.Projections;

/// <summary>Of which things rows are made: of all, or only of some.</summary>
public sealed class RowScope
{
    public static readonly RowScope All = new(null), Nothing = new([]);

    private readonly HashSet<string>? _things;

    private RowScope(HashSet<string>? things) => _things = things;

    /// <summary>The things; null for all there are.</summary>
    public IReadOnlyCollection<string>? Things => _things;

    public bool IsAll => _things is null;

    public bool IsNothing => _things is { Count: 0 };

    public bool Has(string thing) => _things is null || _things.Contains(thing);

    /// <summary>These things; a set is taken as it is.</summary>
    public static RowScope Of(IEnumerable<string> things) => new(things as HashSet<string> ?? [.. things]);
}
