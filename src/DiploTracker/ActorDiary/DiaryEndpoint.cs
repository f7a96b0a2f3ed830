using System.Text.Json.Serialization;
using DiploTracker.Hosting.Http;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Negotiations;
using DiploTracker.Views;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.ActorDiary;

/// <summary>A page of contacts.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Stale">Only when the view has stopped: why the answer stays behind the log.</param>
public sealed record Contacts(IReadOnlyList<Contact> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Stale = null);

public static class DiaryEndpoint
{
    /// <summary>
    /// The contacts of a party or a person across negotiations, the latest first. <c>previous</c> of a contact is the last
    /// earlier one of the two that was held at the same level, wherever it was recorded, with the days between them (from
    /// its end to the beginning of this one, or to today): null for the first.
    /// </summary>
    [WolverineGet("/api/actors/{slug}/diary")]
    [Tags("Actors")]
    [TakesQuery("negotiation", "Only those of these negotiations: keys, separated by commas.")]
    [TakesQuery("with", "Only those with one of these parties or persons.")]
    [TakesQuery("withParty", "Only those with one of these parties and those who speak for them.")]
    [TakesQuery("level", "Only those at one of these levels.")]
    [TakesQuery("kind", "Only those of one of these kinds.", Type = typeof(MeetingKind))]
    [TakesQuery("status", "Only those of meetings with one of these.", Type = typeof(MeetingStatus))]
    [TakesQuery("presence", "How it is known that the actor took part.", Type = typeof(Presence))]
    [TakesQuery("held", "Whether it took place.", Type = typeof(bool))]
    [ProducesResponseType<Contacts>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(string slug, HttpContext context, ViewReader views) => slug.Contains('\0')
        ? Task.FromResult<IResult>(new ProblemResult(Refusals.Malformed("slug", "it names nobody")))
        : views.Page<ActorDiary>(context, (contacts, table) => contacts
            .Is("t.actor", slug)
            .Text("negotiation").Text("with", "with_actor").Text("withParty", "with_party").Text("level")
            .Word<MeetingKind>("kind").Word<MeetingStatus>("status").Word<Presence>("presence").Flag("held", "t.held").Dates()
            .Answer("previous", Previous(table))
            .Sort("-when", "coalesce(t.earliest, 'infinity')", "timestamptz"));

    private static string Previous(string table) =>
        $"""
        (select json_build_object('negotiation', p.negotiation, 'meeting', p.meeting, 'when', p.when_edtf, 'place', p.place, 'outcome', p.outcome,
             'days', floor(extract(epoch from (case when isfinite(t.earliest) then t.earliest else clock_timestamp() end) - p.latest) / 86400)::int)::text
         from {table} p
         where p.actor = t.actor and p.with_actor = t.with_actor and p.level is not distinct from t.level and p.held
           and (p.negotiation, p.meeting) <> (t.negotiation, t.meeting) and p.latest < case when isfinite(t.earliest) then t.earliest else clock_timestamp() end
         order by p.latest desc, p.negotiation, p.id limit 1)
        """;
}
