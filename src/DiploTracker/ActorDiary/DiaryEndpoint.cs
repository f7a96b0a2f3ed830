using System.Text.Json.Serialization;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.ActorDiary;

/// <summary>
/// One actor is in contact with another: parties, and persons who speak for them. A meeting gives one contact for each
/// pair and direction.
/// </summary>
/// <param name="Actor">The slug of a party or a person.</param>
/// <param name="Party">The party itself, or the one the person speaks for.</param>
/// <param name="With">The other.</param>
/// <param name="Held">True if it took place; false if it is still to come.</param>
/// <param name="When">The date as far as known (EDTF).</param>
/// <param name="Format">The format of the meeting: an open word.</param>
/// <param name="Mediates">The actor goes between the others, as a mediator or facilitator, and meets them.</param>
/// <param name="Directness">
/// Indirect in the formats Proximity, Shuttle and Indirect, except with those who go between.
/// </param>
/// <param name="Previous">
/// Their last earlier contact that was held at the same level, in any negotiation; null for the first. Of a direct
/// contact it is their last meeting: an indirect contact before it does not count.
/// </param>
public sealed record Contact(
    string Negotiation, string Id, string Title, string Meeting, string Actor, string Party, Presence Presence, string With, string WithParty,
    Presence WithPresence, MeetingKind Kind, string? Level, MeetingStatus Status, bool Held, Edtf? When, string? Place, MeetingOutcome? Outcome,
    string? Track, int? Round, string? Format, bool Mediates, Directness Directness, EarlierContact? Previous);

/// <summary>An earlier contact of the same two actors.</summary>
/// <param name="Directness">Whether it was a meeting of the two.</param>
/// <param name="Days">
/// Calendar days from its last day to the first of the later one; null if that has no date yet.
/// </param>
public sealed record EarlierContact(
    string Negotiation, string Meeting, Edtf When, string? Place, MeetingOutcome? Outcome, Directness Directness, int? Days);

/// <summary>A page of contacts.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record Contacts(IReadOnlyList<Contact> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class DiaryEndpoint
{
    private const int Few = 200;

    /// <summary>
    /// The contacts of a party or a person across negotiations, the latest first. <c>previous</c> of a contact is the
    /// last earlier one of the two that was held at the same level, in any negotiation, with the calendar days between
    /// them (from its last day to the first of this one, null where that has no date); null for the first. Indirect contacts, with
    /// somebody going between the two, are not meetings of the two: <c>previous</c> of a direct contact is the last
    /// direct one.
    /// </summary>
    [WolverineGet("/api/actors/{slug}/diary")]
    [EndpointName("getDiary")]
    [Tags("Actors")]
    [Filters(nameof(Filters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<Contacts>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(string slug, HttpContext context, ProjectionReader views) =>
        Slugs.Read(slug) is not { } name
        ? Task.FromResult<IResult>(new ProblemResult(Refusals.Malformed("slug", "it names nobody")))
        : views.Page<DiaryProjection>(context, (contacts, table) => Filters(contacts)
            .Is("t.attendee", name)
            .Answer("id", $"to_json({DiaryProjection.Pair})::text")
            .Answer("with", "to_json(w.attendee)::text")
            .Answer("withParty", "to_json(w.party)::text")
            .Answer("withPresence", "to_json(w.presence)::text")
            .Answer("directness", $"to_json({DiaryProjection.HowDirect})::text")
            .Answer("previous", Previous(table)));

    private static ProjectionQuery Filters(ProjectionQuery contacts) => contacts
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Text("with", "Only those with one of these parties or persons.", "w.attendee")
        .Text("withParty", "Only those with one of these parties and those who speak for them.", "w.party")
        .Label("level", "Only those at one of these levels.")
        .Word<MeetingKind>("kind", "Only those of one of these kinds.")
        .Word<MeetingStatus>("status", "Only those of meetings with one of these.")
        .Word<Presence>("presence", "How it is known that the actor took part.")
        .Word<Directness>("directness", "Only those that are so.", one => $"{DiaryProjection.HowDirect} = '{one}'")
        .Flag("held", "Whether it took place.", "t.held")
        .Dates()
        .SortByDate("-when");

    /// <summary>
    /// Searches the meetings of whichever of the two attended fewer: two frequent attendees that never met at this
    /// level have one first contact, but an actor that appears once has one with everybody.
    /// </summary>
    private static string Previous(string table) =>
        $"""
        case when (select count(*) from (select from {table} f where f.attendee = w.attendee and f.held limit {Few}) f) < {Few}
            then ({Earlier(table, "w", "t")}) else ({Earlier(table, "t", "w")}) end
        """;

    /// <summary>
    /// The first day of the later contact that is known; where none is, every contact that was held came before.
    /// </summary>
    private const string Then =
        "(case when isfinite(t.first_day) then t.first_day when isfinite(t.last_day) then t.last_day else 'infinity' end)";

    private static string Earlier(string table, string one, string other) =>
        $"""
        select json_build_object('negotiation', p.negotiation, 'meeting', p.meeting, 'when', p.when_edtf, 'place', p.place, 'outcome', p.outcome,
            'directness', {DiaryProjection.HowDirectBetween("p", "o")},
            'days', case when isfinite(t.first_day) then greatest(t.first_day - p.last_day, 0) end)::text
        from {table} p
        join {table} o on o.negotiation = p.negotiation and o.id = p.meeting || '/' || {other}.attendee
          and o.party <> p.party
        where p.attendee = {one}.attendee and p.level_folded is not distinct from t.level_folded and p.held
          and (p.negotiation, p.meeting) <> (t.negotiation, t.meeting) and p.last_day <= {Then} + 2
          and case when p.last_time is null or t.first_time is null then p.last_day < {Then}
              else p.last_time < t.first_time end
          and ({DiaryProjection.HowDirectBetween("p", "o")} = '{nameof(Directness.Direct)}'
            or {DiaryProjection.HowDirect} = '{nameof(Directness.Indirect)}')
        order by p.last_day desc, p.last_time desc nulls last, p.negotiation, p.meeting limit 1
        """;
}
