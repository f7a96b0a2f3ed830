using System.Globalization;
using System.Text.RegularExpressions;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>
/// A fact as people name it: its id, <c>#3f9a</c> as lists show it, or <c>12@31</c>, number 12 in the history as it was
/// read at version 31. A number alone may mean another fact for another reader, or later.
/// </summary>
internal static partial class FactName
{
    /// <summary>The event id.</summary>
    /// <exception cref="UsageException">No fact, or more than one, is named so.</exception>
    public static async Task<string> ResolveAsync(DiploClient client, string negotiation, string name,
        CancellationToken cancellation)
    {
        if (Guid.TryParseExact(name, "D", out _))
            return name;
        if (Numbered().Match(name) is { Success: true } numbered)
        {
            return await NumberAsync(client, negotiation, name,
                long.Parse(numbered.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                long.Parse(numbered.Groups[2].ValueSpan, CultureInfo.InvariantCulture), cancellation);
        }
        if (!name.StartsWith('#') && Number().IsMatch(name))
            throw new UsageException(
                $"'{name}' is a number, which may shift: give it with the version that you read, {name}@VERSION, or "
                + $"the fact as #{name} if that is how its id goes.");
        var digits = name.TrimStart('#');
        if (digits.Length < ShortId.Shortest || !Hex().IsMatch(digits))
            throw new UsageException(
                $"'{name}' names no fact: give the #3f9a that `diplo history` shows, a number as 12@31, or the whole id.");

        List<HistoryItem> found = [];
        await foreach (var fact in FactsAsync(client, negotiation, cancellation))
        {
            if (ShortId.IsNamed(fact.Id, digits))
                found.Add(fact);
        }
        return found switch
        {
            [var only] => only.Id,
            [] => throw new UsageException(
                $"No fact of {negotiation} is #{digits}; `diplo history {negotiation}` shows their names."),
            _ => throw new UsageException($"{found.Count} facts of {negotiation} begin so; give more digits:\n"
                + string.Join('\n', found.Select(fact => $"  #{ShortId.End(fact.Id)} {fact.Text}"))),
        };
    }

    private static async Task<string> NumberAsync(
        DiploClient client, string negotiation, string name, long number, long version, CancellationToken cancellation)
    {
        var now = (await client.GetNegotiationAsync(negotiation, cancellation: cancellation)).Value.Version;
        if (now != version)
            throw new UsageException(
                $"{name}: {negotiation} is at version {now} now; read it again, or give the fact as #3f9a.");
        await foreach (var fact in FactsAsync(client, negotiation, cancellation))
        {
            if (fact.Version == number)
                return fact.Id;
        }
        throw new UsageException($"{negotiation} has no fact number {number}.");
    }

    private static IAsyncEnumerable<HistoryItem> FactsAsync(DiploClient client, string negotiation,
        CancellationToken cancellation) =>
        client.GetHistoryAsync(negotiation, new GetHistoryQuery { Order = "recorded", Limit = 1000 },
            cancellation: cancellation);

    [GeneratedRegex(@"^#?(\d{1,18})@(\d{1,18})$")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\d{1,18}$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[0-9a-fA-F-]+$")]
    private static partial Regex Hex();
}
