using System.CommandLine;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        if (!args.Contains(name))
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
            var body = new JsonObject();
            foreach (var field in fields)
            {
                if (field.Json(parsed) is { } value)
                    body[field.Field] = value;
            }
            common.AddTo(body, parsed);
            var command = (Client.Command)body.Deserialize(type, CommandJson.Options)!;
            var receipt = await session.Client.SendAsync(
                parsed.GetRequiredValue(key), command, common.Sending(parsed), cancellation);
            ReceiptView.Write(session, receipt);
            return ExitCode.Done;
        }));
        return subcommand;
    }
}
