using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.MeetingCalendar;

public static class SchemaEventEndpoint
{
    private static readonly MeetingProjection Meetings = new();

    /// <summary>A meeting as an Event of schema.org (JSON-LD), for pages and search engines.</summary>
    [WolverineGet("/api/negotiations/{key}/meetings/{id}/event.jsonld")]
    [EndpointName("getMeetingEvent")]
    [Tags("Reading")]
    [Refuses("meeting-unknown")]
    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Read))]
    [ProducesResponseType<SchemaEvent>(StatusCodes.Status200OK, "application/ld+json")]
    public static Task<IResult> Get(string key, string id, HttpContext context, NegotiationReader negotiations) =>
        negotiations.Read(key, context, timeline => Meetings.Project(key, timeline).FirstOrDefault(meeting => meeting.Id == id) is { } meeting
            ? Results.Bytes(
                JsonSerializer.SerializeToUtf8Bytes(
                    SchemaEvent.Of(meeting, timeline.Head.Proposals[id]?.By ?? [], context.Request.Root()), SchemaEvent.Json),
                "application/ld+json")
            : Refusals.MeetingUnknown(id));
}
