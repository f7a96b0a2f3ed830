using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary>
/// <c>diplo blockers KEY [THING]</c>: what is blocked, and by which positions and conditions, as a tree.
/// </summary>
internal static class BlockersCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var thing = new Argument<string?>("THING")
        {
            Description = "Only what blocks this: the id of a meeting, proposal or agreement.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var moments = new Moments();
        var command = new Command("blockers", "What blocks what, as a tree.") { key, thing };
        foreach (var option in moments.All)
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var read = await session.Client.GetNegotiationAsync(
                parsed.GetRequiredValue(key), moment: moments.At(parsed, session.Times), cancellation: cancellation);
            var blocked = Blocked.In(read.Value);
            if (parsed.GetValue(thing) is { } only && !blocked.Any(one => one.Id == only))
            {
                if (!Blocked.Ids(read.Value).Contains(only))
                    throw new UsageException(
                        $"There is no '{only}' in {read.Value.Key}; `diplo status` lists what there is.");
                return await session.ShowAsync(Array.Empty<Blocked>(), () =>
                    session.Output.Line($"Nothing blocks {only}."));
            }
            blocked = [.. blocked.Where(one => parsed.GetValue(thing) is not { } named || one.Id == named)];
            return await session.ShowAsync(blocked, () => Write(session.Output, read.Value, blocked));
        }));
        return command;
    }

    private static void Write(Output output, NegotiationStatus status, IReadOnlyList<Blocked> blocked)
    {
        if (blocked.Count == 0)
            output.Line("Nothing is blocked.");
        foreach (var one in blocked)
        {
            var tree = new Tree(Markup.Escape(
                output.Words($"{one.Id}: {one.What}, {one.Status}"))) { Guide = output.Terminal.OutIsTerminal
                ? TreeGuide.Line : TreeGuide.Ascii };
            Grow(output, status, tree, one.By, [one.Id]);
            output.Console.Write(tree);
        }
    }

    // What a condition itself waits for is shown below it, once: conditions may wait for each other.
    private static void Grow(Output output, NegotiationStatus status, IHasTreeNodes at, IEnumerable<string> blockers,
        HashSet<string> above)
    {
        foreach (var id in blockers.Where(id => !above.Contains(id)))
        {
            var node = at.AddNode(Markup.Escape(output.Words(Said(status, id))));
            if (Blocked.In(status).FirstOrDefault(one => one.Id == id) is { } deeper)
                Grow(output, status, node, deeper.By, [.. above, id]);
        }
    }

    private static string Said(NegotiationStatus status, string id) =>
        status.Positions.FirstOrDefault(position => position.Id == id) is { } position
            ? $"{position.Id}: {ListView.Toward(position.By,
                position.To)}, {position.Kind}, {position.Status}{(position.Text is null ? "" : $": {position.Text}")}"
            : Blocked.Things(status).FirstOrDefault(thing => thing.Id == id) is { } thing
                ? $"{thing.Id}: {thing.What}, {thing.Status}" : id;
}

/// <summary>A thing, and what blocks it.</summary>
internal sealed record Blocked(string Id, string What, string Status, IReadOnlyList<string> By)
{
    public static IReadOnlyList<Blocked> In(NegotiationStatus status) =>
        [.. Things(status).Where(one => one.By.Count > 0)];

    public static IEnumerable<Blocked> Things(NegotiationStatus status) =>
    [
        .. status.Meetings.Select(meeting => new Blocked(
            meeting.Id, ListView.Words(meeting.Title, meeting.Kind, ListView.Listed(meeting.Participants)),
                meeting.Status, meeting.BlockedBy)),
        .. status.Proposals.Where(proposal =>
            status.Meetings.All(meeting => meeting.Id != proposal.Id)).Select(proposal => new Blocked(
            proposal.Id, $"proposal about {proposal.About} by {ListView.Listed(proposal.By)}", proposal.Status,
                proposal.BlockedBy)),
        .. status.Agreements.Select(agreement => new Blocked(
            agreement.Id, agreement.Title ?? agreement.Type, agreement.Stage,
            [.. agreement.BlockedBy,
                .. agreement.ContingentOn.Except(agreement.ConditionsMet).Except(agreement.BlockedBy)])),
    ];

    public static IEnumerable<string> Ids(NegotiationStatus status) => Things(status).Select(thing => thing.Id);
}
