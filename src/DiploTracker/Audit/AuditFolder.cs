using System.Security.Cryptography;
using System.Text;
using DiploTracker.Database;
using DiploTracker.Kernel;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// The files kept outside the database: the signing key (<c>DIPLO_SIGNING_KEY</c>, or the file
/// <c>DIPLO_SIGNING_KEY_FILE</c>, else <c>signing-key.pem</c> in <c>DIPLO_DATA</c>, created if missing), and for each
/// log a folder of checkpoints and public keys (in <c>DIPLO_CHECKPOINTS</c>, else in <c>DIPLO_DATA/checkpoints</c>).
/// </summary>
public sealed class AuditFolder(IConfiguration configuration)
{
    /// <exception cref="AuditUnavailableException">No folder is configured.</exception>
    public string Checkpoints(string origin) => Path.Combine(All(), origin[(origin.LastIndexOf('/') + 1)..]);

    /// <summary>
    /// The log in this tracker's database when it was last sealed, or null if it never was. Kept outside: otherwise the
    /// owner of the database could empty it and have another history sealed under another name.
    /// </summary>
    public string? SealedLog() => File.Exists(SealedLogFile()) ? File.ReadAllText(SealedLogFile()).TrimEnd() : null;

    public void KeepSealedLog(string origin) => DurableFile.Write(SealedLogFile(), $"{origin}\n");

    /// <summary>
    /// Why a log must not be accepted in place of the previous one. Null if it is the same log, the first, or the one
    /// that continues it since an operator accepted the loss.
    /// </summary>
    /// <param name="before">The log that was sealed before; read it before the origin.</param>
    public string? Exchanged(string? before, string? origin) => before is not null && before != origin && !GoesOnAs(before, origin)
        ? $"This database held the log {before}, whose checkpoints lie in {Checkpoints(before)}; now it holds {(origin is null ? "none" : $"another, {origin}")}: "
            + $"its tables were emptied or exchanged. {Ways}"
        : null;

    /// <summary>The remedies for a log that is not the one that was sealed.</summary>
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

    /// <summary>Stores the public half of a key beside the checkpoints of a log.</summary>
    public void KeepKey(string origin, VerifierKey key)
    {
        var file = Path.Combine(Checkpoints(origin), $"{Convert.ToHexStringLower(key.KeyHash)}.vkey");
        if (!File.Exists(file))
            DurableFile.Write(file, $"{key}\n");
    }

    /// <summary>The key; created if none is configured and none exists.</summary>
    /// <exception cref="AuditUnavailableException">No key can be read or created.</exception>
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

    // Several trackers may share the folder; the file is named after the database in their settings.
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

/// <summary>The log cannot be sealed; the message states the reason and never contains a key.</summary>
public class AuditUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
