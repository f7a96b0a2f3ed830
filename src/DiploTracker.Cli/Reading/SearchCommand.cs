using System.CommandLine;
using System.Text.Json;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo search WORDS</c>: in everything that the tracker searches by words.</summary>
internal static class SearchCommand
{
    private const string Words = "Words in any script, as they are, by how they begin, or by their stem.";

    public static Command Build(Guard guard)
    {
        var words = new Argument<string[]>("WORDS") { Description = Words, Arity = ArgumentArity.OneOrMore };
        var negotiation = new Option<string?>("--negotiation") { Description = "Only in this negotiation." };
        var limit = new Option<int>("--limit")
        {
            Description = "How many of each kind at most.",
            DefaultValueFactory = _ => 20,
        };
        var command = new Command("search",
            "Searches negotiations, meetings, proposals, positions, agreements, deadlines, statements and actors.")
        {
            words, negotiation, limit,
        };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var q = string.Join(' ', parsed.GetRequiredValue(words));
            var (only, most, client) = (parsed.GetValue(negotiation), parsed.GetValue(limit), session.Client);
            IReadOnlyList<string>? keys = only is null ? null : [only];
            var found = new List<Found>
            {
                await Of("Meetings",
                    client.ListMeetingsPageAsync(new() { Q = q, Negotiation = keys, Limit = most },
                    cancellation: cancellation)),
                await Of("Proposals",
                    client.ListProposalsPageAsync(new() { Q = q, Negotiation = keys, Limit = most },
                    cancellation: cancellation)),
                await Of("Positions",
                    client.ListPositionsPageAsync(new() { Q = q, Negotiation = keys, Limit = most },
                    cancellation: cancellation)),
                await Of("Agreements",
                    client.ListAgreementsPageAsync(new() { Q = q, Negotiation = keys, Limit = most },
                    cancellation: cancellation)),
                await Of("Deadlines",
                    client.ListDeadlinesPageAsync(new() { Q = q, Negotiation = keys, Limit = most },
                    cancellation: cancellation)),
                await Of("Statements",
                    client.ListStatementsPageAsync(new() { Q = q, Negotiation = keys, Limit = most },
                    cancellation: cancellation)),
            };
            if (only is null)
            {
                found.Insert(0, await Of("Negotiations",
                    client.ListNegotiationsPageAsync(new() { Q = q, Limit = most }, cancellation: cancellation)));
                found.Add(await Of("Actors",
                    client.ListActorsPageAsync(new() { Q = q, Limit = most }, cancellation: cancellation)));
            }
            return await session.ShowAsync(
                found.ToDictionary(one => JsonNamingPolicy.CamelCase.ConvertName(one.Name), one => one.Rows), () =>
                    Write(session.Output, found, q, only is not null));
        }));
        return command;
    }

    private static void Write(Output output, List<Found> found, string words, bool ofOne)
    {
        if (found.All(one => one.Rows.Count == 0))
            output.Line($"Nothing has the words '{words}'.");
        foreach (var one in found.Where(one => one.Rows.Count > 0))
        {
            output.Line(one.More ? $"{one.Name} (the first {one.Rows.Count})" : one.Name);
            ListView.Write(output, one.Item, one.Rows, ofOne);
        }
    }

    private static async Task<Found> Of<T>(string name, Task<Read<Page<T>>> page)
    {
        var read = await page;
        return new Found(name, typeof(T), [.. read.Json.GetProperty("items").EnumerateArray()],
            read.Value.Next is not null);
    }

    private sealed record Found(string Name, Type Item, IReadOnlyList<JsonElement> Rows, bool More);
}
