using System.Globalization;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.ParkedFacts;

/// <summary>A command that waits for what it refers to.</summary>
/// <param name="Id">Becomes the event id of the fact when it is placed.</param>
/// <param name="Fact">The fields of the command as they were sent.</param>
/// <param name="Reason">Why it cannot be placed now.</param>
public sealed record ParkedFact(Guid Id, string Command, JsonElement Fact, ParkedReason Reason, DateTimeOffset Since, string RecordedBy)
{
    internal static ParkedFact Of(Parked parked, Timeline timeline, DateTimeOffset now, Audience audience)
    {
        var refusal = timeline.Embargo.WhyWaiting(parked.Command, now, audience);
        return new ParkedFact(
            parked.Id, parked.Metadata.Command, FieldsOf(parked.Command, timeline.Embargo.EmbargoOf(parked.Command), audience),
            refusal is null ? ParkedReason.Placing : new ParkedReason(refusal.Code, refusal.Detail), parked.Since, parked.Metadata.By);
    }

    private static JsonElement FieldsOf(Command command, DateTimeOffset? embargo, Audience audience) => embargo is { } until && audience.IsWithheld(until)
        ? JsonElement.Parse(CommandJson.Write(command, new Withheld(until)))
        : JsonSerializer.SerializeToElement(command, command.GetType(), CommandJson.Options);
}

public sealed record ParkedReason(string Code, string Detail)
{
    internal static readonly ParkedReason Placing = new("placing", "It fits now and is placed with the next fact of the negotiation.");
}

/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record ParkedPage(IReadOnlyList<ParkedFact> Items, string? Next);

public static class ParkedEndpoints
{
    /// <summary>The parked commands of a negotiation, each with the reason why it waits.</summary>
    [WolverineGet("/api/negotiations/{key}/parked")]
    [EndpointName("listParkedFacts")]
    [Tags("Parked facts")]
    [Refuses("negotiation-unknown")]
    [Through(typeof(PageQuery))]
    [Through(typeof(LogPosition), nameof(LogPosition.Wait))]
    [Through(typeof(Freshness))]
    [ProducesResponseType<ParkedPage>(StatusCodes.Status200OK)]
    public static async Task<IResult> List(string key, HttpContext context, Timelines timelines, LogClock clock, LogPosition log)
    {
        var (page, refusal) = await Read(key, context, timelines, clock, log);
        return page is null ? new ProblemResult(refusal!) : Results.Json(page, Json.Options);
    }

    internal static async Task<(ParkedPage? Page, Refusal? Refusal)> Read(
        string key, HttpContext context, Timelines timelines, LogClock clock, LogPosition log)
    {
        var (page, malformed) = PageQuery.Read(context.Request.Query);
        if (page is null)
            return (null, malformed);
        Place? after = null;
        if (page.After is not null && (after = Place.Read(page.After)) is null)
            return (null, Refusals.Malformed("after", "use the cursor that `next` of the page before gave"));
        if (OnlyNow(context.Request.Query) is { } past)
            return (null, past);
        if (await log.Wait(context) is { } late)
            return (null, late);

        var (known, position) = await timelines.Current(key, context.RequestAborted);
        if (known.IsNothing)
            return (null, Problems.NegotiationUnknown.Because($"No negotiation '{key}' has been opened."));

        Freshness.Say(context.Response, position);
        var (now, audience) = (await clock.OfDatabase(context.RequestAborted), await clock.Audience(context.RequestAborted));
        var waiting = known.Parked.OrderBy(Place.Of).Where(parked => after is not { } last || Place.Of(parked).CompareTo(last) > 0).ToList();
        var items = waiting.Take(page.Limit).Select(parked => ParkedFact.Of(parked, known.Timeline, now, audience)).ToList();
        return (new ParkedPage(items, waiting.Count > page.Limit ? Place.Of(waiting[page.Limit - 1]).ToString() : null), null);
    }

    /// <summary>One parked command; 404 once it is placed or withdrawn, naming the fact that it became.</summary>
    [WolverineGet("/api/negotiations/{key}/parked/{id}")]
    [EndpointName("getParkedFact")]
    [Tags("Parked facts")]
    [Refuses("parked-unknown", "malformed")]
    [Through(typeof(LogPosition), nameof(LogPosition.Wait))]
    [Through(typeof(Freshness))]
    [ProducesResponseType<ParkedFact>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string key, Guid id, HttpContext context, Timelines timelines, LogClock clock, LogPosition log)
    {
        if (OnlyNow(context.Request.Query) is { } past)
            return new ProblemResult(past);
        if (await log.Wait(context) is { } late)
            return new ProblemResult(late);

        var (known, position) = await timelines.Current(key, context.RequestAborted);
        if (known.Parked.Find(parked => parked.Id == id) is not { } found)
            return new ProblemResult(Unknown(id, known));

        Freshness.Say(context.Response, position);
        var (now, audience) = (await clock.OfDatabase(context.RequestAborted), await clock.Audience(context.RequestAborted));
        return Results.Json(ParkedFact.Of(found, known.Timeline, now, audience), Json.Options);
    }

    /// <summary>Withdraws a parked command: it will not be recorded.</summary>
    [WolverineDelete("/api/negotiations/{key}/parked/{id}")]
    [EndpointName("withdrawParkedFact")]
    [Tags("Parked facts")]
    [Refuses("parked-unknown", "recording-stopped")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public static async Task<IResult> Delete(string key, Guid id, Timelines timelines, Log log, RecordingGate gate)
    {
        if (await gate.Ask(CancellationToken.None) is { } stop)
            return new ProblemResult(stop.Refusal);
        if (await log.Withdraw(key, id))
            return Results.NoContent();

        var (known, _) = await timelines.Current(key, CancellationToken.None);
        return new ProblemResult(Unknown(id, known));
    }

    // Placed and withdrawn commands are not kept in the list, so it is unknown for any other moment.
    private static Refusal? OnlyNow(IQueryCollection query) => query.Keys.FirstOrDefault(name =>
        new[] { "asKnownAt", "asReportedAt", "asOf" }.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } moment
        ? Refusals.Malformed(moment, "what waits is shown as it is now; leave the moment out")
        : null;

    /// <summary>
    /// The place of a parked command in the list. As a cursor it stays valid when the command is no longer parked.
    /// </summary>
    private readonly record struct Place(long Since, Guid Id) : IComparable<Place>
    {
        public static Place Of(Parked parked) => new(parked.Since.UtcTicks, parked.Id);

        public static Place? Read(string cursor) => cursor.Split('.') is [var since, var id]
            && long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && Guid.TryParse(id, out var parked)
            ? new Place(ticks, parked)
            : null;

        public int CompareTo(Place other) => Since.CompareTo(other.Since) is not 0 and var order ? order : Id.CompareTo(other.Id);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Since}.{Id:N}");
    }

    private static Refusal Unknown(Guid id, NegotiationSnapshot known) => known.Timeline.Fact(id) is { } fact
        ? Problems.ParkedUnknown.Because($"It waits no longer: it was placed as the fact {id}, version {fact.Version}.").With("fact", id)
        : Problems.ParkedUnknown.Because($"No parked command {id} waits here.");
}
