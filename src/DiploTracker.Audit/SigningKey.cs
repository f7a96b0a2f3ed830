using System.Text;
using NSec.Cryptography;

namespace DiploTracker.Audit;

/// <summary>
/// The Ed25519 key that signs checkpoints. It lives in a file or in the environment, never in a database or a log.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly Key _key;

    private SigningKey(Key key) => _key = key;

    /// <summary>A new key and its text (PKCS #8, PEM), to store in a file.</summary>
    public static (SigningKey Key, string Pem) Create()
    {
        var key = Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        return (new SigningKey(key), Encoding.ASCII.GetString(key.Export(KeyBlobFormat.PkixPrivateKeyText)));
    }

    /// <summary>
    /// Reads a private key in PEM (PKCS #8, as <c>openssl genpkey -algorithm ed25519</c> writes it); null if it is not
    /// one.
    /// </summary>
    public static SigningKey? Read(string pem) =>
        Key.TryImport(SignatureAlgorithm.Ed25519, Encoding.ASCII.GetBytes(pem), KeyBlobFormat.PkixPrivateKeyText, out var key) ? new SigningKey(key!) : null;

    public VerifierKey Verifier(string origin) => new(origin, _key.PublicKey);

    public byte[] Sign(ReadOnlySpan<byte> text) => SignatureAlgorithm.Ed25519.Sign(_key, text);

    public void Dispose() => _key.Dispose();
}
