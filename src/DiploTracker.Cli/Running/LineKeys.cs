using System.Security.Cryptography;
using System.Text;

namespace DiploTracker.Cli.Running;

/// <summary>The idempotency key of a line: the same line at the same place has the same key in every run.</summary>
public static class LineKeys
{
    private static readonly Guid Lines = new("5b0d3a64-8f3e-4f0c-9d5f-3f3a7a1c6c51");

    public static Guid Of(string negotiation, string content, int number) =>
        Version5(Lines, $"{negotiation}\n{number}\n{content}");

    /// <summary>RFC 9562, version 5: a UUID from a name.</summary>
    public static Guid Version5(Guid space, string name)
    {
        byte[] named = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
        // The RFC prescribes SHA-1; nothing here is a secret.
#pragma warning disable CA5350
        var hash = SHA1.HashData(named);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
