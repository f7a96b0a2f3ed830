using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DiploTracker.Audit;

/// <summary>
/// JSON in the canonical form of RFC 8785: members sorted by UTF-16 code units, no white space, the shortest escapes.
/// Numbers must be whole and within ±(2^53 - 1), as all numbers of events are; others are refused, not rounded.
/// </summary>
public static class CanonicalJson
{
    private const long Largest = (1L << 53) - 1;

    /// <exception cref="JsonException">
    /// It is not JSON, repeats the name of a member, or contains a number that is not whole.
    /// </exception>
    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        var line = new LineBuffer();
        Append(json, line);
        return line.Line.ToArray();
    }

    /// <exception cref="JsonException">
    /// It is not JSON, repeats the name of a member, or contains a number that is not whole.
    /// </exception>
    public static void Append(ReadOnlySpan<byte> json, LineBuffer line)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        AppendValue(ref reader, line);
        if (reader.Read())
            throw new JsonException("One JSON value is expected.");
    }

    private static void AppendValue(ref Utf8JsonReader reader, LineBuffer line)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: AppendObject(ref reader, line); break;
            case JsonTokenType.StartArray: AppendArray(ref reader, line); break;
            case JsonTokenType.String: AppendText(ref reader, line); break;
            case JsonTokenType.Number: AppendNumber(reader.ValueSpan, line); break;
            default: line.Append(reader.ValueSpan); break;
        }
    }

    private static void AppendArray(ref Utf8JsonReader reader, LineBuffer line)
    {
        line.Append((byte)'[');
        for (var isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
                line.Append((byte)',');
            AppendValue(ref reader, line);
        }
        line.Append((byte)']');
    }

    // Members are written in the order they come in, and sorted only if they are not in order.
    private static void AppendObject(ref Utf8JsonReader reader, LineBuffer line)
    {
        var (start, first, isSorted) = (line.Length, line.Members.Count, true);
        line.Append((byte)'{');
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (line.Members.Count > first)
                line.Append((byte)',');
            var member = new Member(line.Length, 0, 0);
            AppendText(ref reader, line);
            member.NameEnd = line.Length;
            line.Append((byte)':');
            reader.Read();
            AppendValue(ref reader, line);
            member.End = line.Length;
            isSorted = isSorted && (line.Members.Count == first || Compare(line, line.Members[^1], member) < 0);
            line.Members.Add(member);
        }
        line.Append((byte)'}');
        if (!isSorted)
            Sort(line, start, CollectionsMarshal.AsSpan(line.Members)[first..]);
        line.Members.RemoveRange(first, line.Members.Count - first);
    }

    private static void Sort(LineBuffer line, int start, Span<Member> members)
    {
        members.Sort(line.ByName);
        for (var index = 1; index < members.Length; index++)
            if (Compare(line, members[index - 1], members[index]) == 0)
                throw new JsonException("A member is named twice.");
        line.Reorder(start + 1, members);
    }

    internal static int Compare(LineBuffer line, Member one, Member other)
    {
        var left = Name(line, one);
        var right = Name(line, other);
        return IsPlain(left) && IsPlain(right)
            ? left.SequenceCompareTo(right)
            : string.CompareOrdinal(Unescaped(left), Unescaped(right));
    }

    private static ReadOnlySpan<byte> Name(LineBuffer line, Member member) => line.Slice(member.Start + 1, member.NameEnd - member.Start - 2);

    // ASCII bytes compare like UTF-16 code units; other UTF-8 may not.
    private static bool IsPlain(ReadOnlySpan<byte> name) => Ascii.IsValid(name) && !name.Contains((byte)'\\');

    private static string Unescaped(ReadOnlySpan<byte> name) => JsonSerializer.Deserialize<string>([(byte)'"', .. name, (byte)'"'])!;

    private static void AppendText(ref Utf8JsonReader reader, LineBuffer line)
    {
        if (reader.ValueIsEscaped)
        {
            line.AppendText(Text(ref reader));
            return;
        }
        line.Append((byte)'"');
        line.Append(reader.ValueSpan);
        line.Append((byte)'"');
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException halfCharacter)
        {
            throw new JsonException(halfCharacter.Message, halfCharacter);
        }
    }

    private static void AppendNumber(ReadOnlySpan<byte> number, LineBuffer line)
    {
        if (!Utf8Parser.TryParse(number, out long whole, out var length) || length != number.Length || whole is > Largest or < -Largest)
            throw new JsonException($"Only whole numbers within ±(2^53 - 1) have a canonical form here, not {Encoding.UTF8.GetString(number)}.");
        line.Append(whole);
    }

    /// <summary>The place of a member in the line.</summary>
    internal record struct Member(int Start, int NameEnd, int End)
    {
        public readonly int Length => End - Start;
    }
}
