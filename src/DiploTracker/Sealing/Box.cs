using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace DiploTracker.Sealing;

/// <summary>
/// Sealed values: a commitment (SHA-256 of a salt and the values), and a box with the salt and the values
/// (AES-256-GCM). Only a holder of the key can open it, and only to the committed values.
/// </summary>
/// <param name="Key">The id of the key.</param>
internal readonly record struct Box(KeyId Key, byte[] Commitment, byte[] Bytes)
{
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _json;

    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _left;

    /// <param name="owner">The owner of the values: the box opens for no other.</param>
    public static Box Seal(KeyId id, byte[] key, Guid owner, ReadOnlySpan<string> values)
    {
        using var cipher = new AesGcm(key, TagLength);
        return Seal(id, cipher, owner, values);
    }

    public static Box Seal(KeyId id, AesGcm cipher, Guid owner, ReadOnlySpan<string> values)
    {
        var plain = Salted(values);
        var commitment = SHA256.HashData(plain);
        var box = new byte[plain.Length + TagLength];
        Span<byte> associated = stackalloc byte[16];
        owner.TryWriteBytes(associated, bigEndian: true, out _);
        // The commitment is never the same twice, because it includes the salt.
        cipher.Encrypt(commitment.AsSpan(0, NonceLength), plain, box.AsSpan(0, plain.Length), box.AsSpan(plain.Length), associated);
        return new Box(id, commitment, box);
    }

    /// <exception cref="InvalidOperationException">The box was changed, or this is not its key.</exception>
    public string[] Open(byte[] key, Guid owner)
    {
        try
        {
            var length = Bytes.Length - TagLength;
            var plain = length is >= 0 and <= 1024 ? stackalloc byte[length] : new byte[length];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes], associated = stackalloc byte[16];
            owner.TryWriteBytes(associated, bigEndian: true, out _);
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(Commitment.AsSpan(0, NonceLength), Bytes.AsSpan(0, length), Bytes.AsSpan(length), plain, associated);
            SHA256.HashData(plain, hash);
            if (hash.SequenceEqual(Commitment))
                return JsonSerializer.Deserialize<string[]>(plain[SaltLength..])!;
        }
        catch (Exception wrong) when (wrong is CryptographicException or OverflowException or JsonException)
        {
            throw Wrong(owner, wrong);
        }
        throw Wrong(owner, cause: null);
    }

    /// <summary>Its length as JSON, in bytes.</summary>
    public int Length => Before.Length + Base64.GetMaxEncodedToUtf8Length(Bytes.Length) + Between.Length
        + Base64.GetMaxEncodedToUtf8Length(Commitment.Length) + Last.Length + KeyId.Digits + 2;

    /// <summary>Writes it as JSON; returns the remaining room.</summary>
    public Span<byte> Write(Span<byte> room)
    {
        room = Copy(Before, room);
        Base64.EncodeToUtf8(Bytes, room, out _, out var length);
        room = Copy(Between, room[length..]);
        Base64.EncodeToUtf8(Commitment, room, out _, out length);
        room = Copy(Last, room[length..]);
        Key.Write(room);
        return Copy("\"}"u8, room[KeyId.Digits..]);
    }

    private static ReadOnlySpan<byte> Before => "{\"box\":\""u8;

    private static ReadOnlySpan<byte> Between => "\",\"commitment\":\""u8;

    private static ReadOnlySpan<byte> Last => "\",\"key\":\""u8;

    private static Span<byte> Copy(ReadOnlySpan<byte> text, Span<byte> room)
    {
        text.CopyTo(room);
        return room[text.Length..];
    }

    private static byte[] Salted(ReadOnlySpan<string> values)
    {
        if (_json is not var (buffer, writer))
        {
            buffer = new ArrayBufferWriter<byte>(1024);
            writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Negotiations.EventJson.Options.Encoder, SkipValidation = true });
            _json = (buffer, writer);
        }
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartArray();
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
        writer.Flush();
        var salted = new byte[SaltLength + buffer.WrittenCount];
        Draw(salted.AsSpan(0, SaltLength));
        buffer.WrittenSpan.CopyTo(salted.AsSpan(SaltLength));
        return salted;
    }

    // Draws many salts at once: a call to the operating system costs as much as the encryption.
    private static void Draw(Span<byte> salt)
    {
        _drawn ??= new byte[64 * SaltLength];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(_drawn);
            _left = _drawn.Length;
        }
        var next = _drawn.AsSpan(_left -= SaltLength, SaltLength);
        next.CopyTo(salt);
        next.Clear();
    }

    private static InvalidOperationException Wrong(Guid owner, Exception? cause) => new(
        $"What is sealed of {owner} cannot be opened: it was changed, or the folder of the keys (DIPLO_KEYS) is not the one that it was sealed with.", cause);
}
