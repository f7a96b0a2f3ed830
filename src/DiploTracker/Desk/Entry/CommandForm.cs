using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Desk.Entry;

/// <summary>How a field of a command is typed.</summary>
public enum FieldKind
{
    Text,

    /// <summary>Texts separated by commas.</summary>
    List,

    /// <summary>Texts, one a line.</summary>
    Lines,

    /// <summary>A date as vague as it was said (EDTF).</summary>
    Date,

    /// <summary>One of <see cref="CommandField.Words"/>.</summary>
    Word,

    YesOrNo,

    Number,
}

/// <param name="Name">The member of the command, as it is sent.</param>
/// <param name="IsRequired">The command cannot be sent without it.</param>
/// <param name="Words">The words of a closed vocabulary; empty for other kinds.</param>
public sealed record CommandField(string Name, FieldKind Kind, bool IsRequired, IReadOnlyList<string> Words)
{
    /// <summary>The value as JSON; null if it was left blank.</summary>
    public JsonNode? Read(string text) => text.Trim() is not { Length: > 0 } given ? null : Kind switch
    {
        FieldKind.List => new JsonArray([.. Split(given, ',').Select(item => JsonValue.Create(item))]),
        FieldKind.Lines => new JsonArray([.. Split(given, '\n').Select(item => JsonValue.Create(item))]),
        FieldKind.YesOrNo => given == "true",
        FieldKind.Number when int.TryParse(given, out var number) => number,
        _ => given,
    };

    private static string[] Split(string text, char separator) =>
        text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The form of a command, from its declaration: a new command needs none of its own.</summary>
/// <param name="Route">The last segment of its route: <c>schedule-meeting</c>.</param>
/// <param name="Area">The folder of the command.</param>
public sealed record CommandForm(string Route, Type Command, string Area, IReadOnlyList<CommandField> Fields)
{
    // A correction is entered beside the fact that it corrects, erasing has a screen of its own.
    private static readonly string[] InUse = ["Meetings", "Proposals", "Venues", "Substance", "Record", "Process"];

    private static readonly HashSet<Type> Elsewhere = [typeof(Correct), typeof(ProposeSummit)];

    /// <summary>All commands that are typed, by route.</summary>
    public static IReadOnlyDictionary<string, CommandForm> All { get; } = Language.Routes
        .Where(route => !Elsewhere.Contains(route.Value))
        .Select(route => Of(route.Key, route.Value))
        .ToDictionary(form => form.Route);

    /// <summary>The verbs of an open negotiation, the most used areas first.</summary>
    public static IReadOnlyList<IGrouping<string, CommandForm>> ByArea { get; } =
    [
        .. All.Values.Where(form => form.Command != typeof(OpenNegotiation))
            .GroupBy(form => form.Area).OrderBy(area => Array.IndexOf(InUse, area.Key)),
    ];

    /// <summary>
    /// The command as JSON from the fields of a form; a part of a nested member is named <c>basis.speaker</c>.
    /// </summary>
    public JsonObject Read(IFormCollection form)
    {
        var command = new JsonObject();
        foreach (var field in Fields)
            if (field.Read(form[field.Name].ToString()) is { } value)
                command[field.Name] = value;
        foreach (var field in Circumstance.Fields)
            if (field.Read(form[field.Name].ToString()) is { } value)
                Circumstance.Put(command, field.Name, value);
        return command;
    }

    private static CommandForm Of(string route, Type command)
    {
        var constructor = command.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        IEnumerable<CommandField> fields = constructor.GetParameters()
            .Select(parameter => FieldOf(parameter, command.GetProperty(parameter.Name!)!));
        if (command.GetProperty("Concerns") is not null)
            fields = fields.Append(new CommandField("concerns", FieldKind.List, IsRequired: false, []));
        return new CommandForm(route, command, command.Namespace!.Split('.')[^1], [.. fields]);
    }

    private static CommandField FieldOf(ParameterInfo parameter, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var vocabulary = type.IsEnum ? type
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Word<>) ? type.GenericTypeArguments[0]
            : null;
        var kind = vocabulary is not null ? FieldKind.Word
            : type == typeof(Edtf) ? FieldKind.Date
            : type == typeof(bool) ? FieldKind.YesOrNo
            : type == typeof(int) ? FieldKind.Number
            : !IsList(type) ? FieldKind.Text
            : property.GetCustomAttribute<FreeTextAttribute>() is null ? FieldKind.List
            : FieldKind.Lines;
        return new CommandField(
            JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), kind, !parameter.HasDefaultValue,
            vocabulary is null ? [] : Words(vocabulary));
    }

    private static bool IsList(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>);

    private static IReadOnlyList<string> Words(Type vocabulary) =>
        [.. ((IReadOnlyDictionary<string, object>)typeof(CommandForm)
            .GetMethod(nameof(WordsOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(vocabulary).Invoke(null, null)!).Keys];

    private static IReadOnlyDictionary<string, object> WordsOf<T>() where T : struct, Enum =>
        Vocabulary<T>.ByWord.ToDictionary(pair => pair.Key, pair => (object)pair.Value);
}

/// <summary>What every fact has: when it was so, in which words, and on whose word.</summary>
public static class Circumstance
{
    public static IReadOnlyList<CommandField> Fields { get; } =
    [
        new("occurred", FieldKind.Date, IsRequired: false, []),
        new("basis.speaker", FieldKind.Text, IsRequired: false, []),
        new("basis.via", FieldKind.List, IsRequired: false, []),
        new("basis.publishedAt", FieldKind.Text, IsRequired: false, []),
        new("basis.report", FieldKind.Text, IsRequired: false, []),
        new("phrase.text", FieldKind.Text, IsRequired: false, []),
        new("phrase.language", FieldKind.Text, IsRequired: false, []),
        new("marking", FieldKind.Word, IsRequired: false, [.. Vocabulary<Marking>.ByWord.Keys]),
        new("embargoUntil", FieldKind.Text, IsRequired: false, []),
    ];

    /// <summary>The fields whose content stays for the next fact: those of the source.</summary>
    public static bool Stays(string field) =>
        field is "occurred" or "marking" or "embargoUntil" or "phrase.language"
        || field.StartsWith("basis.", StringComparison.Ordinal);

    internal static void Put(JsonObject command, string name, JsonNode value)
    {
        if (name.Split('.') is not [var outer, var inner])
            command[name] = value;
        else if (command[outer] is JsonObject nested)
            nested[inner] = value;
        else
            command[outer] = new JsonObject { [inner] = value };
    }
}
