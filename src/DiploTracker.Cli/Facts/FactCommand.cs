using System.CommandLine;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Reflection;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>The subcommand of one command record, derived from the record alone.</summary>
internal static class FactCommand
{
    public static System.CommandLine.Command Build(Type type, string[] args, Guard guard)
    {
        var name = CommandJson.Slug(type.Name);
        var subcommand = new System.CommandLine.Command(
            name, type.GetCustomAttribute<DescriptionAttribute>()!.Description);
        // Options take time to build, and only those of the command at hand are needed.
        if (!args.Any(arg => arg.Contains(name, StringComparison.Ordinal)))
            return subcommand;

        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var fields = type.GetConstructors().Single().GetParameters()
            .Where(parameter => parameter.Name != nameof(OpenNegotiation.Key))
            .Select(FieldOption.Of)
            .ToArray();
        var common = new CommonOptions([.. fields.Select(field => field.Field)]);
        subcommand.Add(key);
        foreach (var option in fields.Select(field => field.Option).Concat(common.All))
            subcommand.Add(option);

        subcommand.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var negotiation = parsed.GetRequiredValue(key);
            var body = new JsonObject();
            foreach (var field in fields)
            {
                if (field.Json(parsed, session.Times) is { } value)
                    body[field.Field] = value;
            }
            await common.AddToAsync(body, parsed, session, cancellation);
            await ResolveFactAsync(body, session, negotiation, cancellation);
            var command = (Client.Command)body.Deserialize(type, CommandJson.Options)!;
            var sending = common.Sending(parsed, session);
            if (common.IsDryRun(parsed))
                PreviewView.Write(
                    session, await session.Client.PreviewAsync(negotiation, command, sending, cancellation));
            else
                ReceiptView.Write(
                    session, await session.Client.SendAsync(negotiation, command, sending, cancellation));
            return ExitCode.Done;
        }));
        return subcommand;
    }

    /// <summary>A fact is named as people name it; <c>ref</c> may be the id of a thing as well.</summary>
    private static async Task ResolveFactAsync(JsonObject body, Session session, string negotiation,
        CancellationToken cancellation)
    {
        if (body["fact"] is { } fact)
            body["fact"] = await FactName.ResolveAsync(session.Client, negotiation, (string)fact!, cancellation);
        if ((string?)body["ref"] is { } reference
            && (reference.StartsWith('#') || reference.Contains('@', StringComparison.Ordinal)))
            body["ref"] = await FactName.ResolveAsync(session.Client, negotiation, reference, cancellation);
    }
}
