using System.Buffers;
using System.Globalization;
using System.Text;

namespace DiploTracker.Audit;

/// <summary>
/// A line under construction, reused for the next. The byte before it is 0x00, the prefix of a leaf (RFC 6962), so that
/// the line is hashed in place.
/// </summary>
public sealed class LineBuffer
{
    private const int Start = 1;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    private byte[] _bytes = new byte[4096];
    private byte[] _aside = [];
    private int _end = Start;
    private Comparison<CanonicalJson.Member>? _byName;

    /// <summary>The members of the objects being written, innermost last.</summary>
    internal List<CanonicalJson.Member> Members { get; } = [];

    /// <summary>The order of members; created once, not for each object.</summary>
    internal Comparison<CanonicalJson.Member> ByName => _byName ??= (one, other) => CanonicalJson.Compare(this, one, other);

    public ReadOnlySpan<byte> Line => _bytes.AsSpan(Start, Length);

    /// <summary>The line with the prefix of a leaf.</summary>
    public ReadOnlySpan<byte> LeafInput => _bytes.AsSpan(0, _end);

    public int Length => _end - Start;

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(Start, Length);

    public void Clear()
    {
        _end = Start;
        Members.Clear(); // left over from an abandoned line
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _end += bytes.Length;
    }

    public void Append(byte value)
    {
        Room(1)[0] = value;
        _end++;
    }

    public void Append<T>(T value, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
    {
        if (!value.TryFormat(Room(64), out var written, format, CultureInfo.InvariantCulture))
            throw new ArgumentException($"{typeof(T).Name} needs more than 64 bytes.", nameof(value));
        _end += written;
    }

    /// <summary>Appends a text in quotes, escaped as in RFC 8785.</summary>
    public void AppendText(ReadOnlySpan<char> text)
    {
        Append((byte)'"');
        for (int at; (at = text.IndexOfAny(Escaped)) >= 0; text = text[(at + 1)..])
        {
            AppendUtf8(text[..at]);
            AppendEscape(text[at]);
        }
        AppendUtf8(text);
        Append((byte)'"');
    }

    /// <summary>Appends bytes as base64 in quotes.</summary>
    public void AppendBase64(ReadOnlySpan<byte> bytes)
    {
        Append((byte)'"');
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, Room(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _end += written;
        Append((byte)'"');
    }

    /// <summary>Rewrites adjacent members, separated by commas, in another order.</summary>
    internal void Reorder(int start, ReadOnlySpan<CanonicalJson.Member> members)
    {
        var present = Slice(start, Length - 1 - start);
        if (_aside.Length < present.Length)
            _aside = new byte[present.Length * 2];
        present.CopyTo(_aside);
        var at = 0;
        foreach (var member in members)
        {
            if (at > 0)
                present[at++] = (byte)',';
            _aside.AsSpan(member.Start - start, member.Length).CopyTo(present[at..]);
            at += member.Length;
        }
    }

    internal Span<byte> Slice(int start, int length) => _bytes.AsSpan(Start + start, length);

    private void AppendUtf8(ReadOnlySpan<char> text) => _end += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    private void AppendEscape(char character)
    {
        switch (character)
        {
            case '\b': Append("\\b"u8); break;
            case '\t': Append("\\t"u8); break;
            case '\n': Append("\\n"u8); break;
            case '\f': Append("\\f"u8); break;
            case '\r': Append("\\r"u8); break;
            case '"': Append("\\\""u8); break;
            case '\\': Append("\\\\"u8); break;
            default:
                Append("\\u"u8);
                Append((int)character, "x4");
                break;
        }
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _end < size)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + size));
        return _bytes.AsSpan(_end);
    }
}
