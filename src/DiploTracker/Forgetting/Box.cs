using System.Security.Cryptography;
using System.Text.Json;

namespace DiploTracker.Forgetting;

/// <summary>
/// Values that are sealed: a commitment (SHA-256 of a salt and the values) and beside it a box with the salt and the values
/// (AES-256-GCM). Only who has the key can open it, and only to what the commitment says.
/// </summary>
/// <param name="Key">The id of the key.</param>
internal readonly record struct Box(KeyId Key, byte[] Commitment, byte[] Bytes)
{
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <param name="owner">What the values belong to: the box opens nowhere else.</param>
    public static Box Seal(KeyId id, byte[] key, Guid owner, ReadOnlySpan<string> values)
    {
        var json = Json(values);
        var plain = new byte[SaltLength + json.Length];
        RandomNumberGenerator.Fill(plain.AsSpan(0, SaltLength));
        json.CopyTo(plain.AsSpan(SaltLength));
        var commitment = SHA256.HashData(plain);
        var box = new byte[plain.Length + TagLength];
        using var cipher = new AesGcm(key, TagLength);
        // The commitment is never the same twice, for it holds the salt.
        cipher.Encrypt(commitment.AsSpan(0, NonceLength), plain, box.AsSpan(0, plain.Length), box.AsSpan(plain.Length), owner.ToByteArray(bigEndian: true));
        return new Box(id, commitment, box);
    }

    /// <exception cref="InvalidOperationException">The box was changed, or this is not its key.</exception>
    public string[] Open(byte[] key, Guid owner)
    {
        try
        {
            var plain = new byte[Bytes.Length - TagLength];
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(Commitment.AsSpan(0, NonceLength), Bytes.AsSpan(0, plain.Length), Bytes.AsSpan(plain.Length), plain, owner.ToByteArray(bigEndian: true));
            if (SHA256.HashData(plain).AsSpan().SequenceEqual(Commitment))
                return JsonSerializer.Deserialize<string[]>(plain.AsSpan(SaltLength))!;
        }
        catch (Exception wrong) when (wrong is CryptographicException or OverflowException or JsonException)
        {
            throw Wrong(owner, wrong);
        }
        throw Wrong(owner, cause: null);
    }

    private static byte[] Json(ReadOnlySpan<string> values)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Negotiations.EventJson.Options.Encoder, SkipValidation = true });
        writer.WriteStartArray();
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static InvalidOperationException Wrong(Guid owner, Exception? cause) => new(
        $"What is sealed of {owner} cannot be opened: it was changed, or the folder of the keys (DIPLO_KEYS) is not the one that it was sealed with.", cause);
}
