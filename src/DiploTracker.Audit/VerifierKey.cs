using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace DiploTracker.Audit;

/// <summary>The public half of a signing key, in the form of C2SP signed notes: <c>name+hash+key</c>.</summary>
public sealed class VerifierKey
{
    private const byte Ed25519 = 0x01;

    private readonly PublicKey _key;
    private readonly byte[] _raw;

    public VerifierKey(string name, PublicKey key)
    {
        (Name, _key, _raw) = (name, key, key.Export(KeyBlobFormat.RawPublicKey));
        KeyHash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519, .. _raw])[..4];
    }

    /// <summary>The origin of the log whose checkpoints it signs.</summary>
    public string Name { get; }

    public byte[] KeyHash { get; }

    public bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(_key, text, signature);

    public override string ToString() => $"{Name}+{Convert.ToHexStringLower(KeyHash)}+{Convert.ToBase64String([Ed25519, .. _raw])}";

    /// <summary>Reads a key; null if it is not one, or its hash does not match.</summary>
    public static VerifierKey? Read(string text) =>
        text.Split('+', 3) is [{ Length: > 0 } name, var hash, var encoded] && Base64.Read(encoded) is [Ed25519, .. var raw]
            && PublicKey.TryImport(SignatureAlgorithm.Ed25519, raw, KeyBlobFormat.RawPublicKey, out var key)
            && new VerifierKey(name, key!) is var verifier && Convert.ToHexStringLower(verifier.KeyHash) == hash
            ? verifier
            : null;
}
