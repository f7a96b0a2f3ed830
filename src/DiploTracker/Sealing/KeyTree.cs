using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DiploTracker.Sealing;

/// <summary>
/// All keys, derived from one secret, each of which can be destroyed individually: a tree of secrets (Goldreich,
/// Goldwasser, Micali), in which a secret yields its sixteen children by a hash and none yields its parent. The stored
/// secrets cover all remaining leaves. Destroying a leaf replaces the secret above it with the siblings along the path
/// to it. Immutable.
/// </summary>
public sealed class KeyTree
{
    private const int Depth = KeyId.Digits;

    /// <summary>The secrets of the first levels are cached on first use: at most 2 MB.</summary>
    private const int Kept = 4;

    private readonly FrozenDictionary<(int Length, ulong Path), byte[]> _secrets;
    private readonly int[] _lengths;
    private readonly byte[]?[] _kept = new byte[]?[1 << (4 * Kept)];

    private KeyTree(IEnumerable<KeyValuePair<(int Length, ulong Path), byte[]>> secrets)
    {
        _secrets = secrets.ToFrozenDictionary();
        _lengths = [.. _secrets.Keys.Select(node => node.Length).Distinct().Order()];
    }

    public static KeyTree Create() => new([new((0, 0UL), RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes))]);

    /// <summary>The key of a leaf, 32 bytes; null if it was destroyed.</summary>
    public byte[]? Key(KeyId id)
    {
        var level = Kept;
        if (_kept[id.Prefix(Kept)] is not { } secret)
        {
            if (Above(id) is not { } node)
                return null;
            (secret, level) = (_secrets[node], node.Length);
            for (; level < Kept; level++)
                secret = Child(secret, id.Digit(level));
            if (level == Kept)
                _kept[id.Prefix(Kept)] = secret;
        }
        var key = secret.ToArray();
        for (; level < Depth; level++)
            Into(key, id.Digit(level), key);
        return key;
    }

    /// <summary>The tree without some leaves; destroyed leaves stay destroyed.</summary>
    public KeyTree Without(IEnumerable<KeyId> ids)
    {
        var secrets = _secrets.ToDictionary();
        foreach (var id in ids)
        {
            var above = Enumerable.Range(0, Depth + 1).FirstOrDefault(length => secrets.ContainsKey((length, id.Prefix(length))), -1);
            if (above < 0 || !secrets.Remove((above, id.Prefix(above)), out var secret))
                continue;
            for (var level = above; level < Depth; level++)
            {
                for (var digit = 0; digit < 16; digit++)
                    if (digit != id.Digit(level))
                        secrets[(level + 1, (id.Prefix(level) << 4) | (uint)digit)] = Child(secret, digit);
                secret = Child(secret, id.Digit(level));
            }
        }
        return new KeyTree(secrets);
    }

    /// <summary>One line per secret: its path in hexadecimal digits after a slash, and the secret.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var ((length, path), secret) in _secrets.OrderBy(node => node.Key))
            text.Append('/').Append(length == 0 ? "" : path.ToString($"x{length}", CultureInfo.InvariantCulture))
                .Append(' ').Append(Convert.ToHexStringLower(secret)).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is not a tree of keys.</exception>
    public static KeyTree Read(string text) => new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        line.Split(' ') is [['/', .. var path], { Length: 2 * SHA256.HashSizeInBytes } secret] && path.Length <= Depth
            ? KeyValuePair.Create((path.Length, PathOf(path)), Convert.FromHexString(secret))
            : throw new FormatException("A line is no secret of a tree of keys.")));

    private static ulong PathOf(string digits) =>
        digits.Length == 0 ? 0 : ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private (int Length, ulong Path)? Above(KeyId id)
    {
        foreach (var length in _lengths)
            if (_secrets.ContainsKey((length, id.Prefix(length))))
                return (length, id.Prefix(length));
        return null;
    }

    private static byte[] Child(byte[] secret, int digit)
    {
        var child = new byte[SHA256.HashSizeInBytes];
        Into(secret, digit, child);
        return child;
    }

    private static void Into(ReadOnlySpan<byte> secret, int digit, Span<byte> child)
    {
        Span<byte> input = stackalloc byte[SHA256.HashSizeInBytes + 1];
        secret.CopyTo(input);
        input[^1] = (byte)digit;
        // From libsodium: for so few bytes a call of OpenSSL takes longer than the hash.
        NSec.Cryptography.HashAlgorithm.Sha256.Hash(input, child);
    }
}

/// <summary>
/// The id of a key: twelve hexadecimal digits, derived from the event id for the texts of a fact, drawn at random for a
/// person.
/// </summary>
public readonly record struct KeyId(ulong Value)
{
    public const int Digits = 12;

    private const ulong Mask = (1UL << (4 * Digits)) - 1;

    /// <summary>The key id for the texts of a fact: the end of its event id, which is random.</summary>
    public static KeyId Of(Guid fact)
    {
        Span<byte> bytes = stackalloc byte[16];
        fact.TryWriteBytes(bytes, bigEndian: true, out _);
        return new KeyId(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & Mask);
    }

    public static KeyId Random()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return new KeyId(BitConverter.ToUInt64(bytes) & Mask);
    }

    public static KeyId? Parse(ReadOnlySpan<char> text) =>
        text.Length == Digits && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? new KeyId(value) : null;

    internal static KeyId? Parse(ReadOnlySpan<byte> text) =>
        text.Length == Digits && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? new KeyId(value) : null;

    internal int Digit(int level) => (int)(Value >> (4 * (Digits - 1 - level))) & 0xf;

    internal ulong Prefix(int length) => length == 0 ? 0 : Value >> (4 * (Digits - length));

    /// <summary>Writes it as text.</summary>
    internal void Write(Span<byte> room) => Value.TryFormat(room, out _, "x12", CultureInfo.InvariantCulture);

    public override string ToString() => Value.ToString("x12", CultureInfo.InvariantCulture);
}
