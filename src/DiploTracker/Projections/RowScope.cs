namespace DiploTracker.Projections;

/// <summary>The things whose rows are computed: all, or only some.</summary>
public sealed class RowScope
{
    public static readonly RowScope All = new(null), Nothing = new([]);

    private readonly HashSet<string>? _things;

    private RowScope(HashSet<string>? things) => _things = things;

    /// <summary>The things; null for all.</summary>
    public IReadOnlyCollection<string>? Things => _things;

    public bool IsAll => _things is null;

    public bool IsNothing => _things is { Count: 0 };

    public bool Has(string thing) => _things is null || _things.Contains(thing);

    /// <summary>These things; a set is used without copying.</summary>
    public static RowScope Of(IEnumerable<string> things) => new(things as HashSet<string> ?? [.. things]);
}
