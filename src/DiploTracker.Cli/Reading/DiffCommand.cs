using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo diff KEY</c>.</summary>
internal static class DiffCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var from = new Option<string>("--from")
        {
            Description = "A moment, of a day its beginning; or EDTF of what occurred.",
            Required = true,
        };
        var to = new Option<string>("--to")
        {
            Description = "A moment, of a day its end; or EDTF of what occurred. Now when left out.",
        };
        var axis = new Option<DiffAxis>("--axis")
        {
            Description = "What was known, what was reported, or what had occurred.",
        };
        var command = new Command("diff", "What changed: in the world, or in what we know.")
        {
            key, from, to, axis,
        };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var along = parsed.GetValue(axis);
            string Moment(string text, string name, Times.Edge edge) => On(along, text, name, edge, session.Times);
            var read = await session.Client.CompareMomentsAsync(parsed.GetRequiredValue(key), new CompareMomentsQuery
            {
                From = Moment(parsed.GetRequiredValue(from), from.Name, Times.Edge.Start),
                To = Moment(parsed.GetValue(to)
                    ?? (along is DiffAxis.Occurred ? "today" : "now"), to.Name, Times.Edge.End),
                Axis = along.ToString().ToLowerInvariant(),
            }, cancellation: cancellation);
            return await session.ShowAsync(read.Json, () => DiffView.Write(
                session.Output, read.Value, $"Nothing changed between {read.Value.From} and {read.Value.To}."));
        }));
        return command;
    }

    /// <summary>A moment on an axis, as the server takes it.</summary>
    public static string On(DiffAxis axis, string text, string option, Times.Edge edge, Times times) => axis switch
    {
        DiffAxis.Occurred => times.Edtf(text, option),
        DiffAxis.Reported when times.DayOrInstant(text, option).Day is { } day => $"{day:O}",
        _ => Exact(times.Instant(text, option, edge)),
    };

    public static string Exact(DateTimeOffset time) =>
        time.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The axis of a difference: what was known, what was reported, or what had occurred.</summary>
public enum DiffAxis
{
    Known,
    Reported,
    Occurred,
}
