using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DiploTracker.Projections;

/// <summary>A row as it is stored; the values stand in the order of the columns.</summary>
/// <param name="Thing">The thing that it is of.</param>
internal sealed record Row(string Negotiation, string Id, string Thing, object?[] Values)
{
    [ThreadStatic]
    private static XxHash128? _hash;

    private UInt128? _fingerprint;

    /// <summary>
    /// The same for rows with the same values, and for no others: so a row need not be remembered whole.
    /// </summary>
    public UInt128 Fingerprint => _fingerprint ??= Hashed();

    private UInt128 Hashed()
    {
        var hash = _hash ??= new XxHash128(Seed);
        hash.Reset();
        foreach (var value in Values)
            Add(hash, value);
        return hash.GetCurrentHashAsUInt128();
    }

    // Another one in each process: nobody can find out beforehand which rows it takes for the same.
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
