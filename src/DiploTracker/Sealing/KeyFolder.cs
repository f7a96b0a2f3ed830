using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DiploTracker.Database;
using DiploTracker.Kernel;

namespace DiploTracker.Sealing;

/// <summary>
/// The key files, outside the database: <c>tree</c> yields all keys, <c>names</c> maps persons to keys, <c>blinding</c>
/// blinds hashes. Changes are made while holding the file <c>lock</c>, because several nodes may share the folder.
/// </summary>
internal sealed class KeyFolder(string folder) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private FileStream? _held;

    /// <summary>Does this node hold the lock?</summary>
    public bool IsHeld => _held is not null;

    private string TreeFile => Path.Combine(folder, "tree");

    private string BlindingFile => Path.Combine(folder, "blinding");

    private string NamesFile => Path.Combine(folder, "names");

    /// <summary><c>DIPLO_KEYS</c>, else <c>keys</c> in <c>DIPLO_DATA</c>.</summary>
    /// <exception cref="KeysUnavailableException">It cannot be determined.</exception>
    public static string Of(IConfiguration configuration)
    {
        if (configuration["DIPLO_KEYS"] is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        try
        {
            return Path.Combine(DataLocation.Of(configuration), "keys");
        }
        catch (DatabaseUnavailableException nowhere)
        {
            throw new KeysUnavailableException("There is no folder for the keys of what is sealed: set DIPLO_KEYS or DIPLO_DATA.", nowhere);
        }
    }

    public void Make()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }

    /// <summary>Creates missing secrets.</summary>
    public void MakeSecrets()
    {
        if (!File.Exists(TreeFile))
            DurableFile.Write(TreeFile, KeyTree.Create().Write(), isSecret: true);
        if (!File.Exists(BlindingFile))
            DurableFile.Write(BlindingFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), isSecret: true);
    }

    /// <summary>Waits for the lock; does nothing if it is already held.</summary>
    /// <exception cref="IOException">Another node holds it for too long.</exception>
    public void Hold()
    {
        if (_held is not null)
            return;
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); ;)
        {
            try
            {
                _held = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return;
            }
            catch (IOException) when (waited.Elapsed < LongestWait)
            {
                Thread.Sleep(1); // another node holds it, for a moment
            }
        }
    }

    public void Release()
    {
        _held?.Dispose();
        _held = null;
    }

    /// <summary>Changes when the tree or the names change.</summary>
    public (DateTime, long, DateTime, long) Stamp()
    {
        var (tree, names) = (new FileInfo(TreeFile), new FileInfo(NamesFile));
        return (tree.LastWriteTimeUtc, tree.Exists ? tree.Length : 0, names.LastWriteTimeUtc, names.Exists ? names.Length : 0);
    }

    public byte[] Blinding() => Convert.FromHexString(File.ReadAllText(BlindingFile));

    public KeyTree Tree() => KeyTree.Read(File.ReadAllText(TreeFile));

    public IEnumerable<KeyValuePair<string, KeyId>> Names() => File.Exists(NamesFile)
        ? Whole(File.ReadAllText(NamesFile)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            KeyValuePair.Create(JsonSerializer.Deserialize<string>(line[(KeyId.Digits + 1)..])!, KeyId.Parse(line.AsSpan(0, KeyId.Digits))!.Value))
        : [];

    /// <summary>Appends names; they are on disk when this returns.</summary>
    public void Append(IEnumerable<KeyValuePair<string, KeyId>> names)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(NamesFile, options);
        using var reader = new StreamReader(file, leaveOpen: true);
        file.SetLength(Encoding.UTF8.GetByteCount(Whole(reader.ReadToEnd())));
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(Lines(names)));
        file.Flush(flushToDisk: true);
    }

    public void Replace(KeyTree tree) => Replace(TreeFile, tree.Write());

    public void Replace(IEnumerable<KeyValuePair<string, KeyId>> names) => Replace(NamesFile, Lines(names));

    public void Dispose() => _held?.Dispose();

    private static string Lines(IEnumerable<KeyValuePair<string, KeyId>> names) =>
        string.Concat(names.Select(name => $"{name.Value} {JsonSerializer.Serialize(name.Key)}\n"));

    // Another program may be killed while writing; it did not use what it did not finish.
    private static string Whole(string text) => text[..(text.LastIndexOf('\n') + 1)];

    /// <summary>Replaces a file, and then overwrites the old file's bytes.</summary>
    private static void Replace(string file, string text)
    {
        using var old = File.Exists(file) ? new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete) : null;
        DurableFile.Write(file, text, isSecret: true);
        if (old is null)
            return;
        old.Write(new byte[old.Length]);
        old.Flush(flushToDisk: true);
    }
}

/// <summary>The keys are unavailable; the message gives the reason, and never contains a key.</summary>
public sealed class KeysUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
