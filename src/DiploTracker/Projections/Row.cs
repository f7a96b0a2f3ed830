using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DiploTracker.Projections;

/// <summary>A row as stored.</summary>
/// <param name="item">The row as the API returns it (JSON in UTF-8).</param>
/// <param name="values">Computes the values of all columns; only needed for a row that is written.</param>
internal sealed class Row(string negotiation, string id, string marking, byte[] item, Func<object?[]> values)
{
    private object?[]? _values;

    public string Negotiation => negotiation;

    public string Id => id;

    /// <summary>The values in column order.</summary>
    public object?[] Values => _values ??= values();

    /// <summary>Equal to that of the stored row if nothing has changed.</summary>
    public RowFingerprint Fingerprint => RowFingerprint.Of(marking, SHA256.HashData(item));
}

/// <summary>Tells rows apart: the marking, and half of the SHA-256 of the row as the API returns it.</summary>
internal readonly record struct RowFingerprint(string Marking, UInt128 Item)
{
    /// <summary>Its parts, of a stored row, as SQL.</summary>
    public const string Columns = "t.marking, sha256(convert_to(t.item, 'UTF8'))";

    public static RowFingerprint Of(string marking, byte[] hash) => new(marking, BinaryPrimitives.ReadUInt128BigEndian(hash));
}

/// <summary>The rows of a negotiation to write, and the ids of those to delete.</summary>
internal sealed record ProjectedRows(string Negotiation, IReadOnlyList<Row> Rows, IReadOnlyList<string> Gone);
