using System.Collections;
using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>Makes values for the members of commands, by their types and names: few ids and parties, so that they meet.</summary>
internal sealed class AnyMembers(Random chance)
{
    public static readonly string[] Ids = ["x-1", "x-2", "x-3", new string('x', 64)];

    /// <summary>No ids, though a fact may refer to such.</summary>
    private static readonly string[] NoIds =
    [
        "ص" + new string('و', Limits.Name - 1),
        string.Concat(Enumerable.Range(0, Limits.Name).Select(at => (char)(0x4E00 + at))),
    ];

    public static readonly string[] Parties =
    [
        "USA", string.Concat(Enumerable.Range(0, Limits.Name).Select(at => (char)(0x5E00 + at))),
        string.Concat(Enumerable.Range(0, Limits.Name / 2).Select(at => char.ConvertFromUtf32(0x20000 + (99 * at)))),
        "KPA/CPV (UN) & O'Brien + 3 #1 @x", "و\u0627" + new string('ي', Limits.Name - 2),
    ];

    /// <summary>More parties, as many as a list takes.</summary>
    public static readonly string[] Crowd =
        [.. Parties, .. Enumerable.Range(0, Limits.List - Parties.Length).Select(at => $"{at:D3}" + new string('界', Limits.Name - 3))];

    private static readonly string[] Dates =
    [
        "0001-01-01T00:00+14:00", "9999-12-31T23:59:59-14:00", "0001", "0000", "9999-12-31", "../0001-01-01",
        "9999/..", "2025-08-15T00:00:00+14:00",
        "2025-08-15~", "2025-08-15T24:00:00Z", "202X", "2025-XX-XX", "2025-24", "2025-41", "..",
        $"[{string.Join(',', Enumerable.Range(0, Limits.DatesInSet).Select(year => $"{1900 + year}-02-28"))}]",
        "0001-01-01/9999-12-31", "[..0001-01-01]", "[9999-12-31..]",
    ];

    private static readonly string[] Times =
    [
        "0001-01-01T00:00:00Z", "0001-01-01T14:00:00+14:00", "9999-12-31T23:59:59.9999999Z", "9999-12-31T09:59:59.9999999-14:00",
        "2025-08-07T18:00:00-04:00", "1969-12-31T23:59:59.999999999Z", "2025-08-07T12:00Z",
    ];

    /// <summary>The facts that a command may name, by id; none while their ids are not known.</summary>
    public IReadOnlyList<Guid> Facts { get; set; } = [];

    /// <summary>The commands that recorded them.</summary>
    public IReadOnlyDictionary<Guid, Accepted> Recorded { get; set; } = new Dictionary<Guid, Accepted>();

    /// <summary>How far the course has come, in hours.</summary>
    public int Hour { get; set; }

    /// <summary>An object with all required members, and some of the others.</summary>
    /// <param name="must">A member that it has in any case.</param>
    public JsonObject Object(Type type, string? must = null)
    {
        JsonObject made = [];
        foreach (var member in CommandJson.Options.GetTypeInfo(type).Properties)
            if (member.IsRequired || member.Name == must || member.Name == "occurred" || chance.Next(3) == 0)
                made[member.Name] = Value(member.Name, member.PropertyType, made);
        return made;
    }

    private JsonNode? Value(string name, Type declared, JsonObject beside)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var item = type.IsGenericType ? type.GetGenericArguments()[0] : null;
        return type == typeof(string) ? Text(name, isList: false)
            : type == typeof(EquatableArray<string>) ? List(() => Text(name, isList: true))
            : type == typeof(EquatableArray<PartyInRole>) ? new JsonArray([.. Parties.Select(code => new JsonObject { ["code"] = code, ["role"] = Of("Mediator", "一二三", "Co-chair: x") })])
            : type == typeof(EquatableArray<Link>) ? List(() => new JsonObject { ["id"] = Often(Ids), ["how"] = Text("how", isList: false) })
            : type == typeof(EquatableArray<Basis>) ? List(() => Object(typeof(Basis)))
            : type == typeof(Phrase) ? Object(typeof(Phrase))
            : type == typeof(MarkedParts) ? new JsonObject { [Of([.. Vocabulary<FactPart>.ByWord.Keys])] = Of([.. Vocabulary<Marking>.ByWord.Keys]) }
            : type == typeof(Edtf) ? Date(name)
            : type == typeof(DateTimeOffset) ? Of(Times)
            : type == typeof(bool) ? chance.Next(2) == 0
            : type == typeof(int) ? Of([.. Enumerable.Range(1, 6), 0, -1, int.MaxValue, int.MinValue])
            : type == typeof(Guid) ? (Facts.Count > 0 ? Of([.. Facts]) : Guid.Empty).ToString()
            : type == typeof(Replacement) ? Replacing(beside)
            : type.IsEnum || item?.IsEnum == true ? Of([.. WordsOf(item ?? type)])
            : throw new InvalidOperationException($"Say how a {type} is made, which {name} is.");
    }

    private string? Text(string name, bool isList) => TextForms.Of(name, isList) switch
    {
        TextForm.Name when name is "speaker" or "through" && chance.Next(3) == 0 => Of("AFP", "一二三", "Prigozhin"),
        TextForm.Name => chance.Next(4) == 0 && name is not "party" ? $"{Often(Parties)}.{Of(Parties)}" : Often(Parties),
        TextForm.Id when name == "key" => null,
        TextForm.Id when name == "ref" && Facts.Count > 0 && chance.Next(2) == 0 => Of([.. Facts]).ToString(),
        TextForm.Id when name == "about" && chance.Next(4) == 0 => "negotiation",
        TextForm.Id when name == "id" && chance.Next(6) == 0 => $"n-{chance.Next(1000)}",
        TextForm.Id when name is not ("id" or "meeting") && chance.Next(6) == 0 => Of(NoIds),
        TextForm.Id => Often(Ids),
        TextForm.Language => Of("ar", "zh-Hant-TW", "x-cable", "es-419"),
        var form => HostileTexts.Cut(Of(HostileTexts.Short), TextForms.Longest(form)),
    };

    // Mostly in the order of recording, for few facts fit before others.
    private string Date(string name) => chance.Next(name == "occurred" ? 8 : 2) == 0
        ? Of(Dates)
        : new DateTime(2025, 7, 1).AddHours(Hour + (name == "occurred" ? 0 : chance.Next(-48, 480)))
            .ToString(Of("yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'+14:00'"));

    private JsonObject Replacing(JsonObject beside)
    {
        var of = Recorded.GetValueOrDefault(Guid.TryParse((string?)beside["fact"], out var fact) ? fact : default);
        var other = of is null ? [] : Object(of.Type);
        return [.. other.Where(_ => chance.Next(2) == 0).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))];
    }

    private JsonArray List(Func<JsonNode?> item) => new([.. Enumerable.Range(0, chance.Next(4)).Select(_ => item())]);

    private static IEnumerable<string> WordsOf(Type type) => ((IEnumerable)typeof(Vocabulary<>).MakeGenericType(type)
        .GetField(nameof(Vocabulary<Marking>.ByWord))!.GetValue(null)!).Cast<object>()
        .Select(pair => (string)pair.GetType().GetProperty("Key")!.GetValue(pair)!);

    // So that commands meet.
    private string Often(string[] some) => chance.Next(3) > 0 ? some[chance.Next(2)] : Of(some);

    private T Of<T>(params T[] some) => some[chance.Next(some.Length)];
}

/// <summary>A command that was accepted, as it was sent.</summary>
internal sealed record Accepted(string Negotiation, Type Type, JsonObject Body)
{
    public string Line => new JsonObject([
        KeyValuePair.Create("negotiation", (JsonNode?)Negotiation), KeyValuePair.Create("command", (JsonNode?)Type.Name),
        .. Body.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]).ToJsonString(CommandJson.Options);
}
