using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using DiploTracker.Statuses;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Wolverine.Http;

namespace DiploTracker.NegotiationList;

/// <summary>One negotiation in the list.</summary>
/// <param name="RecordedAt">When its latest fact was recorded.</param>
public sealed record NegotiationLine(
    string Key, string Title, string? Subject, [property: Holds(typeof(Phase))] string Phase, long Version, DateTimeOffset RecordedAt,
    [property: Holds(typeof(IReadOnlyList<PartyStatus>))] JsonElement Parties);

/// <summary>A page of the negotiations.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record NegotiationLines(IReadOnlyList<NegotiationLine> Items, string? Next);

public static class ListEndpoint
{
    // The cursor is the last key of the page, so concurrent writes do not shift pages.
    private const string Select =
        """
        select n.key, n.title, n.subject, n.phase, s.version, s.timestamp, n.parties, case when n.opens > $6 then n.opens end
        from views.negotiations n join mt_streams s on s.id = n.key
        where ($1::text is null or n.phase = $1)
          and ($2::text is null or n.parties @> jsonb_build_array(jsonb_build_object('code', $2, 'left', false)))
          and ($3::text is null or n.key ilike $3 or (n.opens is null or n.opens <= $6) and (n.title ilike $3 or n.subject ilike $3))
          and ($4::text is null or n.key collate "C" > $4)
        order by n.key collate "C" limit $5
        """;

    /// <summary>
    /// The negotiations by key, filtered by phase, by a party that has not left, and by words in key, title or subject.
    /// </summary>
    [WolverineGet("/api/negotiations")]
    [EndpointName("listNegotiations")]
    [Tags("Reading")]
    [TakesQuery("phase", "Only those in this phase.", Type = typeof(Phase))]
    [TakesQuery("party", "Only those with this party; one that has left does not count.", Example = "USA")]
    [TakesQuery("q", "Words of key, title or subject.")]
    [Refuses("phase-unknown")]
    [Through(typeof(PageQuery))]
    [Through(typeof(LogPosition), nameof(LogPosition.Wait))]
    [Through(typeof(Freshness))]
    [ProducesResponseType<NegotiationLines>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(HttpContext context, Commits commits, LogPosition position, LogClock clock)
    {
        var query = context.Request.Query;
        var (page, malformed) = PageQuery.Read(query);
        if (page is null)
            return new ProblemResult(malformed!);
        var phase = Text(query["phase"]);
        if (phase is not null && new Word<Phase>(phase) is { IsKnown: false } unknown)
            return new ProblemResult(Refusals.UnknownWord(Problems.PhaseUnknown, "phase", unknown));
        if (await position.Wait(context) is { } late)
            return new ProblemResult(late);

        Freshness.Say(context.Response, await position.Now(context.RequestAborted));
        var lines = await commits.Read(
            Select, Read, context.RequestAborted,
            Given(phase),
            Given(Text(query["party"])),
            Given(Text(query["q"]) is { } words ? $"%{words.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%" : null),
            Given(page.After),
            new NpgsqlParameter<int> { TypedValue = page.Limit + 1 },
            new NpgsqlParameter<DateTime> { TypedValue = (await clock.Audience(context.RequestAborted)).Now.UtcDateTime });
        var items = lines.Take(page.Limit).ToList();
        return Results.Json(new NegotiationLines(items, lines.Count > page.Limit ? items[^1].Key : null), Json.Options);
    }

    private static NegotiationLine Read(NpgsqlDataReader row)
    {
        var closed = row.IsDBNull(7) ? null : Withheld.Said(row.GetFieldValue<DateTimeOffset>(7));
        return new NegotiationLine(
            row.GetString(0), closed ?? row.GetString(1), row.IsDBNull(2) ? null : closed ?? row.GetString(2), row.GetString(3), row.GetInt64(4),
            row.GetFieldValue<DateTimeOffset>(5), JsonSerializer.Deserialize<JsonElement>(row.GetString(6)));
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static NpgsqlParameter Given(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };
}
