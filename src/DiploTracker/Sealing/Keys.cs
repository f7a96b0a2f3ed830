using System.Collections.Concurrent;
using System.Security.Cryptography;
using DiploTracker.Kernel;

namespace DiploTracker.Sealing;

/// <summary>
/// The keys of sealed values, and the mapping of persons to keys, as stored in the <see cref="KeyFolder"/>. Several
/// nodes may share it: changes by another node are seen after <see cref="Refresh"/>.
/// </summary>
public sealed class Keys : IDisposable
{
    private readonly KeyFolder _folder;
    private readonly Lock _turn = new();
    private Ciphers _ciphers = new();
    private readonly List<KeyValuePair<string, KeyId>> _newNames = [];
    private ConcurrentDictionary<string, KeyId> _names = new();
    private KeyTree _tree = null!;
    private Opened _opened = new();
    private byte[] _blinding = [];
    private (DateTime, long, DateTime, long) _seen;
    private int _losses;

    /// <exception cref="KeysUnavailableException">The folder cannot be determined, read or created.</exception>
    public Keys(IConfiguration configuration) : this(KeyFolder.Of(configuration))
    {
    }

    public Keys(string folder)
    {
        _folder = new KeyFolder(folder);
        try
        {
            _folder.Make();
            Alone(() =>
            {
                _folder.MakeSecrets();
                _blinding = _folder.Blinding();
                Load();
            });
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new KeysUnavailableException($"The folder of the keys {folder} cannot be used: {refused.Message}", refused);
        }
    }

    /// <summary>The key with an id; null if it was destroyed.</summary>
    public byte[]? Key(KeyId id) => _tree.Key(id);

    /// <summary>
    /// The name in a person's box; null if its key was destroyed. Names are cached by key: opening a box costs more
    /// than reading the rest of a fact.
    /// </summary>
    /// <exception cref="InvalidOperationException">The box was changed, or this is not its key.</exception>
    internal string? NameIn(Box box, Guid owner)
    {
        var opened = Volatile.Read(ref _opened); // before the key: once that is destroyed, it is no longer in use
        if (opened.Names.TryGetValue(box.Key, out var name))
            return name;
        return _tree.Key(box.Key) is { } key ? opened.Names[box.Key] = box.Open(key, owner)[0] : null;
    }

    /// <summary>
    /// Texts that were read from the log, names of persons among them, each in memory once. Read a fact with one table:
    /// another takes its place when a key is destroyed.
    /// </summary>
    internal InternTable<string> Texts => Volatile.Read(ref _opened).Texts;

    /// <summary>Raised after a key may have been destroyed: empty all caches of what was sealed.</summary>
    internal event Action? Changed;

    /// <summary>Seals the name of a person; null if its key was destroyed.</summary>
    internal Box? Seal(KeyId id, Guid owner, string name) => _ciphers.Seal(id, Key, owner, name);

    /// <summary>
    /// The key of a person; a new person gets one, which <see cref="NewNames.Commit"/> writes to disk.
    /// </summary>
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
                _newNames.Add(KeyValuePair.Create(name, drawn));
                return drawn;
            });
        }
    }

    /// <summary>
    /// A hash that only a holder of the keys can compute, so that the hashed value cannot be guessed.
    /// </summary>
    public byte[] Blinded(byte[] hash) => HMACSHA256.HashData(_blinding, hash);

    /// <summary>The key of a person; null if the person has none.</summary>
    public KeyId? Find(string name)
    {
        Refresh();
        return _names.TryGetValue(name, out var id) ? id : null;
    }

    /// <summary>Call before sealing anything that is to be stored.</summary>
    internal NewNames Begin() => new(this, Volatile.Read(ref _losses));

    private void Commit(int losses)
    {
        lock (_turn)
        {
            try
            {
                KeepNewNames();
                if (losses != _losses)
                    throw new IOException("The keys of new persons could not be written.");
            }
            finally
            {
                _folder.Release();
            }
        }
    }

    /// <summary>Destroys keys, and their mapping to persons; on disk when this returns.</summary>
    public void Destroy(IReadOnlyCollection<KeyId> ids) => Alone(() =>
    {
        Load();
        _folder.Replace(_tree.Without(ids));
        if (_names.Any(name => ids.Contains(name.Value)))
            _folder.Replace(_names.Where(name => !ids.Contains(name.Value)));
        Load();
    });

    /// <summary>Checks whether another node has destroyed a key or named a person.</summary>
    public void Refresh()
    {
        if (_seen != _folder.Stamp())
            Alone(Load);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _ciphers.Dispose();
    }

    private void Load()
    {
        KeepNewNames();
        var stamp = _folder.Stamp();
        if (stamp == _seen)
            return;
        _tree = _folder.Tree();
        _names = new(_folder.Names());
        Volatile.Write(ref _opened, new Opened()); // after the tree
        _ciphers = new(); // ciphers of destroyed keys must not be used again
        _seen = stamp;
        Changed?.Invoke();
    }

    private void KeepNewNames()
    {
        if (_newNames is [])
            return;
        List<KeyValuePair<string, KeyId>> names = [.. _newNames];
        _newNames.Clear();
        try
        {
            _folder.Append(names);
        }
        catch
        {
            _losses++;
            _names = new(); // names that could not be written must not be used again
            _seen = default;
            throw;
        }
        _seen = _folder.Stamp();
    }

    private void Alone(Action work)
    {
        lock (_turn)
        {
            var entered = !_folder.IsHeld;
            Enter();
            try
            {
                work();
            }
            finally
            {
                if (entered)
                    _folder.Release();
            }
        }
    }

    private void Enter()
    {
        if (_folder.IsHeld)
            return;
        _folder.Hold();
        if (_tree is not null)
            Load();
    }

    /// <summary>Clear text that was read with the keys. Readers that began before a key was destroyed fill the old one.</summary>
    private sealed class Opened
    {
        public ConcurrentDictionary<KeyId, string> Names { get; } = new();

        public InternTable<string> Texts { get; } = new(text => text);
    }

    /// <summary>
    /// The keys of persons sealed for the first time. Nothing that was sealed may be stored before <see cref="Commit"/>
    /// has returned: then the keys are on disk. Without it they are written at disposal, as no other node can name
    /// anyone until then.
    /// </summary>
    internal sealed class NewNames(Keys keys, int losses) : IDisposable
    {
        private bool _isCommitted;

        /// <exception cref="IOException">
        /// They could not be written, or another thread failed to write a name since this began, which may be one of
        /// these.
        /// </exception>
        public void Commit()
        {
            _isCommitted = true;
            keys.Commit(losses);
        }

        public void Dispose()
        {
            if (!_isCommitted)
                keys.Commit(losses);
        }
    }
}
