using System.Globalization;
using DiploTracker.Kernel;

namespace DiploTracker.Audit;

/// <summary>The checkpoints of one log in their folder outside the database, and the key that signs the next.</summary>
internal sealed class OutsideCheckpoints : IDisposable
{
    private readonly string _origin;
    private readonly string _folder;
    private readonly SigningKey _key;

    /// <exception cref="AuditUnavailableException">
    /// The key or the folder cannot be used, or the newest checkpoint there is not trusted.
    /// </exception>
    public OutsideCheckpoints(string origin, AuditFolder folder)
    {
        (_origin, _folder, _key) = (origin, folder.Checkpoints(origin), folder.Key());
        var verifier = _key.Verifier(origin);
        Guarded(() =>
        {
            if (folder.Exchanged(folder.SealedLog(), origin) is { } exchanged)
                throw new AuditUnavailableException(exchanged);
            folder.KeepSealedLog(origin);
            folder.KeepKey(origin, verifier);
            Newest = ReadNewest(_folder);
        });
    }

    /// <summary>The log that was last sealed, and its newest checkpoint; null if nothing was ever sealed.</summary>
    /// <exception cref="AuditUnavailableException">The newest checkpoint is not trusted.</exception>
    public static (string Origin, Checkpoint? Newest)? NewestOf(AuditFolder folder) => folder.SealedLog() is not { } origin ? null
        : (origin, Directory.Exists(folder.Checkpoints(origin)) ? ReadNewest(folder.Checkpoints(origin)) : null);

    /// <summary>The checkpoint signed last, or null if there is none.</summary>
    public Checkpoint? Newest { get; private set; }

    /// <summary>Loads a checkpoint that another node may have signed meanwhile.</summary>
    public void Refresh() => Guarded(() => Newest = ReadNewest(_folder));

    /// <summary>Signs a checkpoint and stores it in the folder.</summary>
    public SignedCheckpoint Sign(long size, byte[] root)
    {
        var signed = SignedCheckpoint.Sign(new Checkpoint(_origin, size, root), _key);
        Guarded(() => DurableFile.Write(Path.Combine(_folder, NameOf(size)), signed.Note));
        Newest = signed.Checkpoint;
        return signed;
    }

    public void Dispose() => _key.Dispose();

    public static string NameOf(long size) => string.Create(CultureInfo.InvariantCulture, $"{size:D16}{TrustedCheckpoints.CheckpointFiles[1..]}");

    private static Checkpoint? ReadNewest(string folder)
    {
        if (Directory.EnumerateFiles(folder, TrustedCheckpoints.CheckpointFiles).Max(StringComparer.Ordinal) is not { } newest)
            return null;

        var keys = Directory.EnumerateFiles(folder, TrustedCheckpoints.KeyFiles).Select(file => VerifierKey.Read(File.ReadAllText(file).TrimEnd())).OfType<VerifierKey>();
        return SignedCheckpoint.Read(File.ReadAllText(newest)) is { } signed && signed.IsSignedBy(keys)
            ? signed.Checkpoint
            : throw new AuditUnavailableException($"The checkpoint {newest} is not signed with a key that lies beside it.");
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new AuditUnavailableException($"The folder of the checkpoints {_folder} cannot be used: {refused.Message}", refused);
        }
    }
}
