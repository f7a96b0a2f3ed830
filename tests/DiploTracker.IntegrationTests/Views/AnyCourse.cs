using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>
/// Accepted commands of one negotiation: any command is made, decided here as the tracker does, and kept if it gives a
/// fact. Some are then made as long, or as wide, as they may be.
/// </summary>
/// <param name="covered">What accepted commands had of <see cref="Members"/>; shared by all negotiations.</param>
internal sealed class AnyCourse(string key, int seed, HashSet<string> covered)
{
    private const int Tries = 40;
    private const int Rest = 8; // steps, after which something may have come that a command needs
    private const char Longest = '!';
    private const char Widest = '*';

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Every member of every command, each free text at its longest (!), each list of such with all its items (*):
    /// <c>CancelMeeting.reason!</c>. Those that all commands about the world have are named once: <c>Command.phrase</c>.
    /// </summary>
    /// <param name="naming">Of the commands that name facts by their ids; or of the others.</param>
    public static IEnumerable<string> Members(bool naming) => Language.Commands.Values
        .Where(type => NamesFacts(type) == naming).SelectMany(type => PathsOf(type)).Select(one => one.Path).Distinct();

    private readonly Random _chance = new(seed);
    private readonly AnyMembers _members = new(new Random(seed));
    private readonly Dictionary<Guid, Accepted> _recorded = [];
    private readonly Dictionary<string, int> _restsUntil = [];
    private int _step;
    private NegotiationSnapshot _known = NegotiationSnapshot.Nothing;

    /// <summary>The accepted commands, by the id of the fact as it is here.</summary>
    public IReadOnlyDictionary<Guid, Accepted> Recorded => _recorded;

    /// <summary>Opens the negotiation, and schedules meetings, so that there is something to move, cancel and miss.</summary>
    public void Open()
    {
        for (var left = 50 * Tries; !Try(typeof(OpenNegotiation), Missing(typeof(OpenNegotiation))); left--)
            if (left == 0)
                throw new InvalidOperationException("No opening was accepted.");
        var (by, to) = (AnyMembers.Parties[0], AnyMembers.Parties[1]);
        foreach (var id in AnyMembers.Ids)
        {
            Record<ProposeMeeting>(new() { ["id"] = id, ["by"] = new JsonArray(by), ["to"] = new JsonArray(to) });
            Record<AnswerProposal>(new() { ["id"] = id, ["by"] = to, ["answer"] = "Accepted" });
            Record<ScheduleMeeting>(new() { ["meeting"] = id, ["when"] = "2025-08" });
        }
        Record<StatePosition>(new() { ["id"] = AnyMembers.Ids[0], ["by"] = by, ["to"] = new JsonArray(to), ["kind"] = "Demand", ["text"] = "x" });
    }

    /// <summary>Adds so many commands that name no fact by its id; or, once the ids are known, of all that can.</summary>
    public void GoOn(int steps, bool naming)
    {
        if (naming)
            (_members.Facts, _members.Recorded) = ([.. _recorded.Keys], new Dictionary<Guid, Accepted>(_recorded));
        Type[] types = [.. Language.Commands.Values.Where(type => type != typeof(OpenNegotiation) && NamesFacts(type) == naming)];
        for (var end = _step + steps; _step < end; _step++)
        {
            _members.Hour += _chance.Next(24);
            var missing = Array.FindAll(types, one => Missing(one) is not null);
            var type = missing.Length > 0 && _chance.Next(4) > 0 ? missing[_chance.Next(missing.Length)] : types[_chance.Next(types.Length)];
            var must = Missing(type);
            var left = Tries;
            while (left > 0 && !Try(type, must))
                left--;
            if (must is { Path: var path } && !covered.Contains(path))
                _restsUntil[path] = _step + Rest;
        }
    }

    private void Record<TCommand>(JsonObject body) where TCommand : Command
    {
        body["occurred"] = "2025-07-01";
        Keep(typeof(TCommand), body, Decided(typeof(TCommand), body)
            ?? throw new InvalidOperationException($"Not accepted: {typeof(TCommand).Name} {body.ToJsonString()}"));
    }

    private bool Try(Type type, Wanted? must)
    {
        var body = _members.Object(type, must?.Member);
        if (type == typeof(OpenNegotiation))
            body["key"] = key;
        if (Decided(type, body) is not { } decided)
            return false;
        foreach (var grown in Grown(type, body, must))
            if (Decided(type, grown) is { } larger)
            {
                (body, decided) = (grown, larger);
                break;
            }
        Keep(type, body, decided);
        return true;
    }

    private void Keep(Type type, JsonObject body, StreamAppend decided)
    {
        _known = decided.Appended(_known.Timeline.Version + 1, Start.AddSeconds(_known.Timeline.Version));
        _recorded[decided.Facts[0].Id] = new Accepted(key, type, body);
        foreach (var (name, value) in body)
            Cover($"{Owner(type, name)}.{name}", name, value, isItem: false);
    }

    private IEnumerable<JsonObject> Grown(Type type, JsonObject body, Wanted? must) =>
        must?.Path.EndsWith(Longest) == true ? [Grown(type, body, Growth.Long, must.Member)]
        : must?.Path.EndsWith(Widest) == true ? [Grown(type, body, Growth.WideWithNames), Grown(type, body, Growth.Wide)]
        : [];

    private StreamAppend? Decided(Type type, JsonObject body)
    {
        var json = Encoding.UTF8.GetBytes(body.ToJsonString(CommandJson.Options));
        if (json.Length > Limits.CommandBytes - 1_000 || CommandJson.Read(type, json).Command is not { } command)
            return null;
        var now = DateTimeOffset.UtcNow;
        var append = new StreamAppend(key, _known, now, new Audience(now));
        append.Decide(new Pending(new Submission(key, [command], Caller.Local)));
        return append.Facts.Count == 1 ? append : null;
    }

    /// <param name="one">The member that grows in any case; of the others only some do. All do where none is named.</param>
    private JsonObject Grown(Type type, JsonObject body, Growth growth, string? one = null)
    {
        var grown = (JsonObject)body.DeepClone();
        foreach (var member in CommandJson.Options.GetTypeInfo(type).Properties)
            if (grown.ContainsKey(member.Name) && (one is null || one == member.Name || _chance.Next(4) == 0) && Grown(member, grown[member.Name], growth) is { } value)
                grown[member.Name] = value;
        return grown;
    }

    private JsonNode? Grown(JsonPropertyInfo member, JsonNode? value, Growth growth)
    {
        var (list, isWide) = (member.PropertyType, growth != Growth.Long);
        var text = HostileTexts.Long[_chance.Next(HostileTexts.Long.Length)];
        if (list == typeof(string) && !isWide)
            return LongestOf(member.Name, isList: false, text);
        if (list == typeof(EquatableArray<string>) && LongestOf(member.Name, isList: true, text) is { } item)
            return isWide ? Many(member, at => HostileTexts.Cut($"{at} {text}", 40)) : new JsonArray(item);
        if (list == typeof(EquatableArray<string>) && growth == Growth.WideWithNames && TextForms.Of(member.Name, isList: true) == TextForm.Name)
            return Many(member, at => AnyMembers.Crowd[at]);
        if (list == typeof(EquatableArray<PartyInRole>) && isWide)
            return Many(member, at => new JsonObject { ["code"] = AnyMembers.Crowd[at], ["role"] = "Observer" });
        if (list == typeof(Phrase))
            return Grown(typeof(Phrase), (JsonObject)value!, growth);
        if (list == typeof(EquatableArray<Basis>) && value is JsonArray and [JsonObject first, ..])
            return isWide ? Many(member, _ => Grown(typeof(Basis), first, growth)) : new JsonArray(Grown(typeof(Basis), first, growth));
        return null;
    }

    private static string? LongestOf(string member, bool isList, string text) =>
        IsFree(member, isList) ? HostileTexts.Cut(text, TextForms.Longest(TextForms.Of(member, isList))) : null;

    private static bool IsFree(string member, bool isList) => TextForms.Of(member, isList) is TextForm.Words or TextForm.Label;

    private static JsonArray Many(JsonPropertyInfo list, Func<int, JsonNode?> item) =>
        new([.. Enumerable.Range(0, Limits.Of(list.Name)).Select(item)]);

    private Wanted? Missing(Type type)
    {
        Wanted[] missing = [.. PathsOf(type).Where(one => !covered.Contains(one.Path) && _restsUntil.GetValueOrDefault(one.Path) <= _step)];
        return missing is [] ? null : missing[_chance.Next(missing.Length)];
    }

    private void Cover(string path, string name, JsonNode? value, bool isItem)
    {
        covered.Add(path);
        if (value is JsonObject members)
            foreach (var (inner, member) in members)
                Cover($"{(Nested.Contains(name) ? name : path)}.{inner}", inner, member, isItem: false);
        else if (value is JsonArray items)
        {
            if (items.Count == Limits.Of(name))
                covered.Add(path + Widest);
            foreach (var item in items)
                Cover(path, name, item, isItem: true);
        }
        else if (value?.GetValueKind() == JsonValueKind.String && IsFree(name, isItem)
            && ((string)value!).Length >= TextForms.Longest(TextForms.Of(name, isItem)) - 1)
            covered.Add(path + Longest);
    }

    private static bool NamesFacts(Type type) =>
        CommandJson.Options.GetTypeInfo(type).Properties.Any(member => member.PropertyType == typeof(Guid));

    private static IEnumerable<Wanted> PathsOf(Type type) => CommandJson.Options.GetTypeInfo(type).Properties.SelectMany(member =>
        PathsOf(member, Owner(type, member.Name)).Select(path => new Wanted(path, member.Name)));

    private static IEnumerable<string> PathsOf(JsonPropertyInfo member, string owner)
    {
        var (path, type, list) = ($"{owner}.{member.Name}", member.PropertyType, member.PropertyType == typeof(EquatableArray<string>));
        yield return path;
        if ((list || type == typeof(string)) && IsFree(member.Name, list))
            yield return path + Longest;
        if ((list && IsFree(member.Name, list)) || type == typeof(EquatableArray<Basis>) || type == typeof(EquatableArray<PartyInRole>))
            yield return path + Widest;
        if (type == typeof(Phrase) || type == typeof(EquatableArray<Basis>))
            foreach (var inner in CommandJson.Options.GetTypeInfo(type == typeof(Phrase) ? type : typeof(Basis)).Properties
                .SelectMany(inner => PathsOf(inner, member.Name)))
                yield return inner;
    }

    /// <summary>Under which name a member is counted: what all commands about the world have counts once for them all.</summary>
    private static string Owner(Type type, string member) =>
        !type.IsSubclassOf(typeof(RecordCommand)) && Circumstances.Contains(member) ? nameof(Command) : type.Name;

    private static readonly HashSet<string> Circumstances = [.. typeof(Command)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(one => JsonNamingPolicy.CamelCase.ConvertName(one.Name))];

    private static readonly string[] Nested = ["phrase", "basis"];

    private enum Growth { Long, Wide, WideWithNames }

    /// <param name="Path">As in <see cref="Members"/>.</param>
    /// <param name="Member">The member of the command that has it.</param>
    private sealed record Wanted(string Path, string Member);
}
