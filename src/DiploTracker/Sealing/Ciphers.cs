using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace DiploTracker.Sealing;

/// <summary>
/// Ciphers by person: creating one costs more than using it, and only one caller at a time can use it.
/// </summary>
internal sealed class Ciphers : IDisposable
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<KeyId, AesGcm> _idle = new();
    private volatile bool _isOver;

    /// <summary>Seals the name of a person; null if its key was destroyed.</summary>
    public Box? Seal(KeyId id, Func<KeyId, byte[]?> keyOf, Guid owner, string name)
    {
        var isOneTooMany = false;
        if (!_idle.TryRemove(id, out var cipher))
        {
            isOneTooMany = _idle.Count > Most;
            if (keyOf(id) is not { } key)
                return null;
            cipher = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        }
        var box = Box.Seal(id, cipher, owner, [name]);
        if (isOneTooMany || _isOver || !_idle.TryAdd(id, cipher))
            cipher.Dispose();
        return box;
    }

    public void Dispose()
    {
        _isOver = true;
        foreach (var cipher in _idle.Values)
            cipher.Dispose();
    }
}
