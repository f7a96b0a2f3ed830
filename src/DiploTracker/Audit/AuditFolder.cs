using System.Security.Cryptography;
using System.Text;
using DiploTracker.Database;
using DiploTracker.Kernel;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// What is kept outside the database: the signing key (<c>DIPLO_SIGNING_KEY</c>, or the file
/// <c>DIPLO_SIGNING_KEY_FILE</c>, else <c>signing-key.pem</c> in <c>DIPLO_DATA</c>, made when it is not there), and for
/// each log a folder of checkpoints and public keys (in <c>DIPLO_CHECKPOINTS</c>, else in
/// <c>DIPLO_DATA/checkpoints</c>).
/// </summary>
public sealed class AuditFolder(IConfiguration configuration)
{
    /// <exception cref="AuditUnavailableException">No folder can be told.</exception>
    public string Checkpoints(string origin) => Path.Combine(All(), origin[(origin.LastIndexOf('/') + 1)..]);

    /// <summary>
    /// Which log this tracker's database held when it was sealed last; null when it never was. It is kept outside, or
    /// who owns the database could empty it and have another history sealed under another name.
    /// </summary>
    public string? SealedLog() => File.Exists(SealedLogFile()) ? File.ReadAllText(SealedLogFile()).TrimEnd() : null;

    public void KeepSealedLog(string origin) => DurableFile.Write(SealedLogFile(), $"{origin}\n");

    /// <summary>
    /// Why another log than before must not be taken for it; null when it is the same, the first, or one under whose
    /// name the other goes on since an operator accepted what it lost.
    /// </summary>
    /// <param name="before">The log that was sealed before; read before the origin was.</param>
    public string? Exchanged(string? before, string? origin) => before is not null && before != origin && !GoesOnAs(before, origin)
        ? $"This database held the log {before}, whose checkpoints lie in {Checkpoints(before)}; now it holds {(origin is null ? "none" : $"another, {origin}")}: "
            + $"its tables were emptied or exchanged. {Ways}"
        : null;

    /// <summary>What an operator does about a log that is not the one that was sealed.</summary>
    public const string Ways = "Restore what is missing from a backup or an export, or accept the loss: `diplo recording` says how.";

    private bool GoesOnAs(string before, string? origin)
    {
        HashSet<string> seen = [before];
        for (var at = before; origin is not null;)
        {
            var next = TrustedCheckpoints.InterventionsIn(Checkpoints(at)).Where(one => one.Origin == at).Select(one => one.Continues).OfType<string>().ToList();
            if (next.Contains(origin))
                return true;
            if (next.LastOrDefault() is not { } last || !seen.Add(last))
                return false;
            at = last;
        }
        return false;
    }

    /// <summary>Puts the public half of a key beside the checkpoints of a log.</summary>
    public void KeepKey(string origin, VerifierKey key)
    {
        var file = Path.Combine(Checkpoints(origin), $"{Convert.ToHexStringLower(key.KeyHash)}.vkey");
        if (!File.Exists(file))
            DurableFile.Write(file, $"{key}\n");
    }

    /// <summary>The key; it is made when none was given and none is there.</summary>
    /// <exception cref="AuditUnavailableException">There is no key that can be read, and none can be made.</exception>
    public SigningKey Key()
    {
        if (Set("DIPLO_SIGNING_KEY") is { } given)
            return SigningKey.Read(given) ?? throw new AuditUnavailableException("DIPLO_SIGNING_KEY is no Ed25519 key in PEM (PKCS #8).");

        var chosen = Set("DIPLO_SIGNING_KEY_FILE");
        var file = chosen ?? Path.Combine(Data(), "signing-key.pem");
        try
        {
            if (chosen is null && !File.Exists(file))
                Make(file);
            return SigningKey.Read(File.ReadAllText(file)) ?? throw new AuditUnavailableException($"{file} holds no Ed25519 key in PEM (PKCS #8).");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new AuditUnavailableException($"The signing key {file} cannot be read or made: {refused.Message}", refused);
        }
    }

    private static void Make(string file)
    {
        var (key, pem) = SigningKey.Create();
        key.Dispose();
        DurableFile.Write(file, pem, isSecret: true);
    }

    private string All() => Set("DIPLO_CHECKPOINTS") ?? Path.Combine(Data(), "checkpoints");

    // Several trackers may share the folder; which database each of them uses, its settings say.
    private string SealedLogFile()
    {
        var database = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("DiploTracker") ?? "");
        var which = database.Host is null ? Data() : $"{database.Host}:{database.Port}/{database.Database}";
        return Path.Combine(All(), $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(which)))[..16]}.log");
    }

    private string Data()
    {
        try
        {
            return DataLocation.Of(configuration);
        }
        catch (DatabaseUnavailableException nowhere)
        {
            throw new AuditUnavailableException("There is no folder for the signing key and the checkpoints: set DIPLO_DATA.", nowhere);
        }
    }

    private string? Set(string name) => configuration[name] is { Length: > 0 } value ? value : null;
}

/// <summary>The log cannot be sealed; the message says why, and never holds a key.</summary>
public class AuditUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
