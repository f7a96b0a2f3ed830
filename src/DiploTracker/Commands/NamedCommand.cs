using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Commands;

/// <summary>
/// A command in a batch or on a line: an object with <c>command</c>, on a line also <c>negotiation</c> and, to record
/// it once however often it is sent, <c>idempotencyKey</c>.
/// </summary>
internal sealed partial record NamedCommand(Command Command, string? Negotiation, Guid? IdempotencyKey)
{
    public static (NamedCommand? Named, Refusal? Refusal) Read(JsonObject fields)
    {
        if (!TakeText(fields, "command", out var name) || !TakeText(fields, "negotiation", out var negotiation)
            || !TakeText(fields, "idempotencyKey", out var keyText))
            return (null, Problems.Malformed.Because("`command`, `negotiation` and `idempotencyKey` are texts, of whole characters."));
        if (name is null)
            return (null, Refusals.Malformed("command", "name the command, as in \"command\": \"ScheduleMeeting\""));
        if (!Language.Commands.TryGetValue(name, out var type) && !Language.Routes.TryGetValue(name, out type))
            return (null, CommandBodies.UnknownCommand(name));
        if (keyText is not null && !Guid.TryParse(keyText, out _))
            return (null, Refusals.Malformed("idempotencyKey", $"a UUID is expected; '{keyText}' is none"));

        // The opening has a key of its own; on a line it may be given like that of any other command.
        if (type == typeof(OpenNegotiation) && !fields.ContainsKey("key") && negotiation is not null)
            fields["key"] = negotiation;
        var (command, refusal) = CommandJson.Read(type, fields);
        return command is null ? (null, refusal)
            : command is OpenNegotiation open && negotiation is not null && open.Key != negotiation
                ? (null, Refusals.Malformed("key", $"it is '{open.Key}', and `negotiation` is '{negotiation}'; leave one of them out"))
            : (new NamedCommand(command, negotiation ?? (command as OpenNegotiation)?.Key, keyText is null ? null : Guid.Parse(keyText)), null);
    }

    private static bool TakeText(JsonObject fields, string member, out string? text)
    {
        text = null;
        if (!fields.Remove(member, out var node) || node is null)
            return true;
        try
        {
            return node is JsonValue value && value.TryGetValue(out text);
        }
        catch (InvalidOperationException)
        {
            return false; // an unpaired surrogate, such as \ud800
        }
    }
}
