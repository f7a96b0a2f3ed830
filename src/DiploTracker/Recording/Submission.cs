using System.Security.Cryptography;
using System.Text.Json;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>The commands that one request has for one negotiation: they land all together or not at all.</summary>
/// <param name="Negotiation">The key.</param>
/// <param name="Commands">In order; each is decided after the previous ones.</param>
/// <param name="ExpectedVersion">The versions that the caller has seen (If-Match); null if any will do.</param>
/// <param name="MayPark">Park a command that cannot be placed yet, instead of refusing it.</param>
/// <param name="IdempotencyKey">
/// The same key and commands always give the same answer; null if the caller gave none.
/// </param>
public sealed record Submission(
    string Negotiation, IReadOnlyList<Command> Commands, Caller Caller, ExpectedVersion? ExpectedVersion = null, Guid? IdempotencyKey = null,
    bool MayPark = false, Sequence? Sequence = null)
{
    /// <summary>A hash of the request, to tell a repeated one from a different one under the same key.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Negotiation));
        foreach (var command in Commands)
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(command.GetType().Name));
            var whole = command.Hashed;
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(whole, whole.GetType(), CommandJson.Options));
        }
        return hash.GetHashAndReset();
    }
}

/// <summary>The versions of a negotiation of which one must be the current; of none there is no such.</summary>
public sealed record ExpectedVersion(EquatableArray<SeenVersion> Versions)
{
    internal bool IsThatOf(Timeline timeline) => Versions.Any(version => version.IsThatOf(timeline));
}

/// <summary>A version of a negotiation that a caller has seen.</summary>
/// <param name="Digits">
/// Those of the id of its last event (<see cref="PlaceToken"/>); null if the caller gave none.
/// </param>
public sealed record SeenVersion(long Version, string? Digits = null)
{
    internal bool IsThatOf(Timeline timeline) => Version == timeline.Version
        && (Digits is null || timeline.Recorded is [.., var last] && Digits == PlaceToken.DigitsOf(last.Id));
}

/// <summary>
/// Submissions that must not overtake one another: once the outcome of one is unknown, those after it are not tried.
/// </summary>
public sealed class Sequence
{
    private volatile bool _isBroken;

    public bool IsBroken => _isBroken;

    public void Break() => _isBroken = true;
}

/// <summary>The caller, and what the request belongs to.</summary>
public sealed record Caller(string Name, string? CorrelationId = null, string? CausationId = null)
{
    /// <summary>A user of this machine: the tracker listens on loopback only.</summary>
    public static readonly Caller Local = new("local");
}
