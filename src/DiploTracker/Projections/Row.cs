using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DiploTracker.Projections;

/// <summary>A row as stored; the values are in column order.</summary>
/// <param name="Thing">The thing that the row is about.</param>
internal sealed record Row(string Negotiation, string Id, string Thing, object?[] Values)
{
    [ThreadStatic]
    private static XxHash128? _hash;

    private UInt128? _fingerprint;

    /// <summary>Equal for rows with equal values and only for those, so a row need not be remembered whole.</summary>
    public UInt128 Fingerprint => _fingerprint ??= Hashed();

    private UInt128 Hashed()
    {
        var hash = _hash ??= new XxHash128(Seed);
        hash.Reset();
        foreach (var value in Values)
            Add(hash, value);
        return hash.GetCurrentHashAsUInt128();
    }

    // Differs in each process, so nobody can find out in advance which rows collide.
    private static readonly long Seed = Random.Shared.NextInt64();

    private static void Add(XxHash128 hash, object? value)
    {
        switch (value)
        {
            case string text:
                Add(hash, text.Length);
                hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
                break;
            case string[] texts:
                Add(hash, texts.Length);
                foreach (var text in texts)
                    Add(hash, text);
                break;
            case null:
                Add(hash, -1);
                break;
            default:
                Add(hash, value switch
                {
                    DateTime time => time.Ticks,
                    DateOnly date => date.DayNumber,
                    bool flag => flag ? 1 : 0,
                    int whole => whole,
                    double number => BitConverter.DoubleToInt64Bits(number),
                    _ => throw new InvalidOperationException($"A column cannot hold a {value.GetType().Name}."),
                });
                break;
        }
    }

    private static void Add(XxHash128 hash, long number) => hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in number)));
}
