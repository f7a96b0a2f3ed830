using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DiploTracker.Projections;

/// <summary>A row as stored.</summary>
/// <param name="item">The row as the API returns it.</param>
/// <param name="values">Computes the values of all columns; only needed for a row that is written.</param>
internal sealed class Row(string negotiation, string id, string marking, string item, Func<object?[]> values)
{
    private object?[]? _values;

    public string Negotiation => negotiation;

    public string Id => id;

    /// <summary>The values in column order.</summary>
    public object?[] Values => _values ??= values();

    /// <summary>Equal to that of the stored row (<see cref="StoredFingerprint"/>) if nothing has changed.</summary>
    public UInt128 Fingerprint => Of(SHA256.HashData(Encoding.UTF8.GetBytes(marking + item)));

    /// <summary>The same of a stored row, as SQL.</summary>
    public const string StoredFingerprint = "sha256(convert_to(marking || item, 'UTF8'))";

    public static UInt128 Of(byte[] hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}

/// <summary>The rows of a negotiation to write, and the ids of those to delete.</summary>
internal sealed record ProjectedRows(string Negotiation, IReadOnlyList<Row> Rows, IReadOnlyList<string> Gone);
