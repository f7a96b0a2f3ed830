using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DiploTracker.Audit;
using DiploTracker.Hosting.Database;

namespace DiploTracker.Forgetting;

/// <summary>
/// The keys of what is sealed, in a folder outside the database (<c>DIPLO_KEYS</c>, else <c>keys</c> in <c>DIPLO_DATA</c>):
/// <c>tree</c> gives all keys, and <c>names</c> says which person has which. Several nodes may share the folder.
/// </summary>
public sealed class Keys : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private const int MostCiphers = 10_000;

    private readonly string _folder;
    private readonly Lock _turn = new();
    private readonly ConcurrentDictionary<KeyId, byte[]> _ofPersons = new();
    private ConcurrentDictionary<KeyId, AesGcm> _ciphers = new();
    private readonly StringBuilder _newNames = new();
    private ConcurrentDictionary<string, KeyId> _names = new();
    private KeyTree _tree = null!;
    private byte[] _blinding = [];
    private (DateTime, long, DateTime, long) _seen;
    private FileStream? _alone;

    /// <exception cref="KeysUnavailableException">The folder cannot be told, read or made.</exception>
    public Keys(IConfiguration configuration) : this(FolderOf(configuration))
    {
    }

    public Keys(string folder)
    {
        _folder = folder;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerOnly);
            Alone(() =>
            {
                if (!File.Exists(TreeFile))
                    AuditFolder.Write(TreeFile, KeyTree.Create().Write(), isSecret: true);
                if (!File.Exists(BlindingFile))
                    AuditFolder.Write(BlindingFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), isSecret: true);
                _blinding = Convert.FromHexString(File.ReadAllText(BlindingFile));
                Load();
            });
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new KeysUnavailableException($"The folder of the keys {folder} cannot be used: {refused.Message}", refused);
        }
    }

    private string TreeFile => Path.Combine(_folder, "tree");

    private string BlindingFile => Path.Combine(_folder, "blinding");

    private string NamesFile => Path.Combine(_folder, "names");

    /// <summary>The key with an id; null when it was destroyed.</summary>
    public byte[]? Key(KeyId id) => _tree.Key(id);

    /// <summary>The key of a person, which is asked for again and again.</summary>
    public byte[]? PersonsKey(KeyId id)
    {
        if (_ofPersons.TryGetValue(id, out var kept))
            return kept;
        var tree = _tree;
        if (tree.Key(id) is not { } key)
            return null;
        _ofPersons[id] = key;
        if (tree != _tree)
            _ofPersons.TryRemove(id, out _); // it may have been destroyed meanwhile
        return key;
    }

    /// <summary>Seals the name of a person; null when its key was destroyed.</summary>
    internal Box? Seal(KeyId id, Guid owner, string name)
    {
        // A cipher costs more to make than to use, and only one at a time can use it.
        var ciphers = _ciphers;
        var isOneTooMany = false;
        if (!ciphers.TryRemove(id, out var cipher))
        {
            isOneTooMany = ciphers.Count > MostCiphers;
            if (PersonsKey(id) is not { } key)
                return null;
            cipher = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        }
        var box = Box.Seal(id, cipher, owner, [name]);
        if (isOneTooMany || ciphers != _ciphers || !ciphers.TryAdd(id, cipher))
            cipher.Dispose();
        return box;
    }

    /// <summary>Which key a person has; one who is new gets one, which <see cref="Settle"/> puts on disk.</summary>
    public KeyId Of(string name)
    {
        if (_names.TryGetValue(name, out var id))
            return id;
        lock (_turn)
        {
            Enter();
            return _names.GetOrAdd(name, _ =>
            {
                var drawn = KeyId.Random();
                _newNames.Append(Line(name, drawn));
                return drawn;
            });
        }
    }

    /// <summary>A hash that only who has the keys can make, so that what was hashed cannot be found by guessing.</summary>
    public byte[] Blinded(byte[] hash) => HMACSHA256.HashData(_blinding, hash);

    /// <summary>Which key a person has; null for who has none.</summary>
    public KeyId? Find(string name)
    {
        Refresh();
        return _names.TryGetValue(name, out var id) ? id : null;
    }

    /// <summary>Nothing that was sealed may be stored before this has returned: the keys of new persons are on disk then.</summary>
    public void Settle()
    {
        if (_alone is null)
            return;
        lock (_turn)
        {
            try
            {
                KeepNewNames();
            }
            catch
            {
                _names = new(); // what could not be kept is not to be used again
                _seen = default;
                throw;
            }
            finally
            {
                Leave();
            }
        }
    }

    /// <summary>Destroys keys, and which person had them; on disk when this returns.</summary>
    public void Destroy(IReadOnlyCollection<KeyId> ids) => Alone(() =>
    {
        Load();
        var tree = _tree.Without(ids);
        Replace(TreeFile, tree.Write());
        if (_names.Any(name => ids.Contains(name.Value)))
            Replace(NamesFile, string.Concat(_names.Where(name => !ids.Contains(name.Value)).Select(name => Line(name.Key, name.Value))));
        Load();
    });

    /// <summary>Looks whether another node has destroyed a key or named a person.</summary>
    public void Refresh()
    {
        if (_seen != Stamp())
            Alone(Load);
    }

    public void Dispose()
    {
        _alone?.Dispose();
        foreach (var cipher in _ciphers.Values)
            cipher.Dispose();
    }

    private void Load()
    {
        KeepNewNames();
        var stamp = Stamp();
        if (stamp == _seen)
            return;
        _tree = KeyTree.Read(File.ReadAllText(TreeFile));
        _names = new(File.Exists(NamesFile)
            ? Whole(File.ReadAllText(NamesFile)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
                KeyValuePair.Create(JsonSerializer.Deserialize<string>(line[(KeyId.Digits + 1)..])!, KeyId.Parse(line.AsSpan(0, KeyId.Digits))!.Value))
            : []);
        _ofPersons.Clear();
        _ciphers = new(); // those of keys that are gone must not be used again
        _seen = stamp;
    }

    private static string Line(string name, KeyId id) => $"{id} {JsonSerializer.Serialize(name)}\n";

    // Another program may be killed while it writes; what it did not finish it did not use.
    private static string Whole(string text) => text[..(text.LastIndexOf('\n') + 1)];

    private (DateTime, long, DateTime, long) Stamp()
    {
        var (tree, names) = (new FileInfo(TreeFile), new FileInfo(NamesFile));
        return (tree.LastWriteTimeUtc, tree.Exists ? tree.Length : 0, names.LastWriteTimeUtc, names.Exists ? names.Length : 0);
    }

    private void KeepNewNames()
    {
        if (_newNames.Length == 0)
            return;
        var lines = _newNames.ToString();
        _newNames.Clear();
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(NamesFile, options))
        {
            using var reader = new StreamReader(file, leaveOpen: true);
            file.SetLength(Encoding.UTF8.GetByteCount(Whole(reader.ReadToEnd())));
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(lines));
            file.Flush(flushToDisk: true);
        }
        _seen = Stamp();
    }

    /// <summary>Puts a file in the place of another, whose bytes are then overwritten.</summary>
    private static void Replace(string file, string text)
    {
        using var old = File.Exists(file) ? new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete) : null;
        AuditFolder.Write(file, text, isSecret: true);
        if (old is null)
            return;
        old.Write(new byte[old.Length]);
        old.Flush(flushToDisk: true);
    }

    private void Alone(Action work)
    {
        lock (_turn)
        {
            var entered = _alone is null;
            Enter();
            try
            {
                work();
            }
            finally
            {
                if (entered)
                    Leave();
            }
        }
    }

    private void Enter()
    {
        if (_alone is not null)
            return;
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); ;)
        {
            try
            {
                _alone = new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                break;
            }
            catch (IOException) when (waited.Elapsed < LongestWait)
            {
                Thread.Sleep(1); // another node is at it, for a moment
            }
        }
        if (_tree is not null)
            Load();
    }

    private void Leave()
    {
        _alone?.Dispose();
        _alone = null;
    }

    private static string FolderOf(IConfiguration configuration)
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
}

/// <summary>The keys cannot be had; the message says why, and never holds one.</summary>
public sealed class KeysUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
