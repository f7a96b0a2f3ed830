using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Sealing;

/// <summary>
/// JSON with sealed sensitive values. A person is replaced by <c>~</c> and the id of its key, words by <c>~</c> and a
/// number; the member <c>sealed</c> at the end holds the boxes: one per person, one for all words.
/// </summary>
internal static class Sealed
{
    private static readonly byte[] Member = Encoding.UTF8.GetBytes("\"sealed\":");

    public static byte[] Write(Keys keys, Guid id, DomainEvent @event)
    {
        var sealing = new SealedWriter(keys, id);
        return sealing.Closed(EventJson.Write(@event, sealing));
    }

    public static DomainEvent Read(Keys keys, Guid id, string type, byte[] json) =>
        EventJson.Read(type, json, new SealedReader(keys, id, Boxes(json)));

    public static byte[] Write(Keys keys, Guid id, Command command)
    {
        var sealing = new SealedWriter(keys, id);
        return sealing.Closed(CommandJson.Write(command, sealing));
    }

    public static Command Read(Keys keys, Guid id, Type command, byte[] json) =>
        CommandJson.Read(command, json, new SealedReader(keys, id, Boxes(json)));

    /// <summary>Is anything sealed? In a text the quotation marks would be escaped.</summary>
    public static bool Holds(ReadOnlySpan<byte> json) => json.IndexOf(Member) >= 0;

    public static List<Box> Boxes(byte[] json)
    {
        var member = json.AsSpan().IndexOf(Member);
        if (member < 0)
            return [];
        var reader = new Utf8JsonReader(json.AsSpan(member + Member.Length));
        return Boxes(ref reader);
    }

    private static List<Box> Boxes(ref Utf8JsonReader reader)
    {
        List<Box> boxes = new(capacity: 2); // the words, and usually one person
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var box = default(Box);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("box"u8) && reader.Read())
                    box = box with { Bytes = reader.GetBytesFromBase64() };
                else if (reader.ValueTextEquals("commitment"u8) && reader.Read())
                    box = box with { Commitment = reader.GetBytesFromBase64() };
                else if (reader.ValueTextEquals("key"u8) && reader.Read())
                    box = box with { Key = KeyId.Parse(reader.ValueSpan) ?? throw new JsonException("The id of a key is expected.") };
                else
                    reader.Skip();
            }
            boxes.Add(box);
        }
        return boxes;
    }
}

/// <summary>Moves the sensitive values out of the written JSON into boxes.</summary>
internal sealed class SealedWriter(Keys keys, Guid owner) : SensitiveValues
{
    private readonly List<string> _words = [];
    private readonly List<(string Name, KeyId Key)> _persons = [];

    protected override string Name(string name)
    {
        if (Erased.IsPerson(name))
            return name;
        foreach (var (known, key) in _persons)
            if (known == name)
                return $"~{key}";
        var id = keys.Of(name);
        _persons.Add((name, id));
        return $"~{id}";
    }

    protected override string Text(string text)
    {
        var index = _words.IndexOf(text);
        if (index < 0)
        {
            index = _words.Count;
            _words.Add(text);
        }
        return $"~{index}";
    }

    /// <summary>The JSON with the boxes at its end.</summary>
    public byte[] Closed(byte[] json)
    {
        if (_words.Count == 0 && _persons.Count == 0)
            return json;

        var boxes = new Box[_persons.Count + (_words.Count > 0 ? 1 : 0)];
        for (var index = 0; index < _persons.Count; index++)
            boxes[index] = keys.Seal(_persons[index].Key, owner, _persons[index].Name) ?? throw Destroyed(_persons[index].Key);
        if (_words.Count > 0)
            boxes[^1] = Box.Seal(KeyId.Of(owner), keys.Key(KeyId.Of(owner)) ?? throw Destroyed(KeyId.Of(owner)), owner, CollectionsMarshal.AsSpan(_words));

        var member = ",\"sealed\":["u8;
        var closed = new byte[json.Length + member.Length + boxes.Sum(box => box.Length) + boxes.Length];
        json.AsSpan(0, json.Length - 1).CopyTo(closed);
        member.CopyTo(closed.AsSpan(json.Length - 1));
        var room = closed.AsSpan(json.Length - 1 + member.Length);
        for (var index = 0; index < boxes.Length; index++)
        {
            room = boxes[index].Write(room);
            room[0] = index < boxes.Length - 1 ? (byte)',' : (byte)']';
            room = room[1..];
        }
        room[0] = (byte)'}';
        return closed;
    }

    private static KeysUnavailableException Destroyed(KeyId id) => new($"The key {id} was destroyed while something was sealed with it.");
}

/// <summary>Restores the sensitive values on reading; erased ones are replaced by placeholders.</summary>
internal sealed class SealedReader(Keys keys, Guid owner, List<Box> boxes) : SensitiveValues
{
    private string[]? _words;

    private protected override InternTable<string> Texts { get; } = keys.Texts;

    protected override string Name(string token)
    {
        if (token is not ['~', ..] || KeyId.Parse(token.AsSpan(1)) is not { } key || Box(key) is not { } box)
            return token;
        return keys.NameIn(box, owner) ?? Erased.Person(key);
    }

    protected override string Text(string token)
    {
        if (token is not ['~', ..] || !int.TryParse(token.AsSpan(1), System.Globalization.NumberStyles.None, null, out var index)
            || Box(KeyId.Of(owner)) is not { } box)
            return token;
        _words ??= keys.Key(box.Key) is { } opens ? box.Open(opens, owner) : [];
        return index < _words.Length ? _words[index] : Erased.Words;
    }

    private Box? Box(KeyId key)
    {
        foreach (var box in boxes)
            if (box.Key == key)
                return box;
        return null;
    }
}

/// <summary>Placeholders for erased values.</summary>
public static class Erased
{
    public const string Words = "[erased]";

    private const string Prefix = "erased-";

    /// <summary>An erased person keeps one identity, under the id of the destroyed key.</summary>
    public static string Person(KeyId key) => Person(key.ToString());

    public static string Person(string key) => Prefix + key;

    /// <summary>Is it an erased person?</summary>
    public static bool IsPerson(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) && KeyId.Parse(name.AsSpan(Prefix.Length)) is not null;
}
