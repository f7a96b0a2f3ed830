using System.Text.Json.Nodes;
using DiploTracker.Commands;
using DiploTracker.Negotiations;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>The commands as they are sent: alone to their own route, or named in a batch and on a line.</summary>
internal static class CommandSchemas
{
    /// <summary>A command that stands alone: nothing but its own members.</summary>
    public static JsonObject Alone(Schemas requests, Type command) => Closed(requests.Of(command));

    /// <summary>Any command, with the member that names it.</summary>
    public static JsonObject Named(Schemas requests) => requests.Reference(typeof(NamedCommand), () => new JsonObject
    {
        ["description"] = "A command in a batch or on a line: its members, and `command` to name it. On a line also `negotiation`, which an "
            + "OpenNegotiation says in `key`, and `idempotencyKey` where the line is to be recorded once however often it is sent.",
        ["oneOf"] = new JsonArray([.. Language.Commands.Values.Select(command => Named(requests.Of(command), command))]),
    });

    private static JsonObject Named(JsonObject schema, Type command)
    {
        schema["properties"] = new JsonObject
        {
            ["command"] = new JsonObject { ["const"] = command.Name },
            ["negotiation"] = new JsonObject { ["type"] = "string" },
            ["idempotencyKey"] = new JsonObject { ["type"] = "string", ["format"] = "uuid" },
        };
        schema["required"] = new JsonArray("command");
        return Closed(schema);
    }

    private static JsonObject Closed(JsonObject schema)
    {
        schema["unevaluatedProperties"] = false;
        return schema;
    }
}
