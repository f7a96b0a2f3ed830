namespace DiploTracker.Audit;

/// <summary>The lines of a file in turn, each hashed in place in the buffer.</summary>
public sealed class ExportLines(Stream file) : IDisposable
{
    /// <summary>
    /// Maximum line length, far above any real one; a file without line ends is not read into memory whole.
    /// </summary>
    internal const int Longest = 1 << 28;

    private byte[] _buffer = new byte[1 << 20];
    private int _start = 1; // the byte before a line takes the prefix of the leaf
    private int _length;
    private int _next = 1;
    private int _filled = 1;

    /// <summary>The current line without its end; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Line => _buffer.AsMemory(_start, _length);

    /// <summary>Whether the current line was cut off before its end.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Damage to the current line in transit, whatever its content; null if there is none.</summary>
    public string? Damage =>
        _length >= Longest ? "The line is longer than any of an export."
        : IsCut ? "The file ends within a line."
        : Line.Span is [.., (byte)'\r'] ? "The line ends with CR LF: the file was changed on its way. Copy it byte by byte, not as text, or export it again."
        : null;

    public bool Next()
    {
        _start = _next;
        for (var seen = 0; ;)
        {
            var end = _buffer.AsSpan(_start + seen, _filled - _start - seen).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _length = seen + end;
                _next = _start + _length + 1;
                return true;
            }
            seen = _filled - _start;
            if (seen < Longest && Fill())
                continue;

            (_length, _next, IsCut) = (seen, _filled, seen > 0);
            return IsCut;
        }
    }

    /// <summary>The leaf hash of the current line.</summary>
    public byte[] Leaf() => Merkle.LeafOf(LeafInput());

    /// <summary>The same, without allocating an array.</summary>
    /// <param name="leaf">Receives the hash.</param>
    public void Leaf(Span<byte> leaf) => Merkle.LeafOf(LeafInput(), leaf);

    public void Dispose() => file.Dispose();

    private ReadOnlySpan<byte> LeafInput()
    {
        _buffer[_start - 1] = 0x00;
        return _buffer.AsSpan(_start - 1, _length + 1);
    }

    private bool Fill()
    {
        var rest = _filled - _start;
        if (_start > 1)
            _buffer.AsSpan(_start, rest).CopyTo(_buffer.AsSpan(1));
        (_start, _filled) = (1, 1 + rest);
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = file.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        return read > 0;
    }
}
