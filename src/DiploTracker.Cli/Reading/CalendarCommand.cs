using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Cli.Facts;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo calendar --output FILE.ics</c>: the meetings as a calendar file.</summary>
internal static class CalendarCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string?>("KEY")
        {
            Description = "Only of this negotiation.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new Option<string?>("--output") { Description = "The file; else standard output." };
        var fields = typeof(GetCalendarQuery).GetProperties().Select(FieldOption.Of).ToArray();
        var command = new Command("calendar",
            "The meetings as a calendar file (iCalendar); `diplo meetings` lists them.")
        {
            key, output,
        };
        foreach (var field in fields)
            command.Add(field.Option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var filter = new JsonObject();
            foreach (var field in fields)
            {
                if (field.Json(parsed, session.Times) is { } value)
                    filter[field.Field] = value;
            }
            if (parsed.GetValue(key) is { } only)
                filter["negotiation"] = new JsonArray(only);
            var calendar = await session.Client.GetCalendarAsync(
                filter.Deserialize<GetCalendarQuery>(CommandJson.Options), cancellation: cancellation);
            if (parsed.GetValue(output) is not { } file)
            {
                await session.Terminal.Out.WriteLineAsync(calendar.TrimEnd());
                return ExitCode.Done;
            }
            try
            {
                await File.WriteAllTextAsync(file, calendar, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                    cancellation);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"'{file}' cannot be written: {refused.Message}");
            }
            return ExitCode.Done;
        }));
        return command;
    }
}
