using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Wolverine.Http;

namespace DiploTracker.MeetingCalendar;

public static class CalendarEndpoint
{
    private const int Most = 10_000;

    /// <summary>
    /// The meetings as a calendar that programs subscribe to (iCalendar, RFC 5545), with the filters of the list of
    /// meetings. It has no pages: more than 10,000 meetings are refused, and need a narrower filter. A window is shown
    /// in full, tentative and transparent; a postponed or cancelled meeting stays on its last date, cancelled. The
    /// SEQUENCE of a meeting rises with each change and its UID never changes.
    /// </summary>
    [WolverineGet("/calendar.ics")]
    [EndpointName("getCalendar")]
    [Tags("Across negotiations")]
    [Filters(nameof(Filters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Read))]
    [Through(typeof(ConditionalRead))]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/calendar")]
    [SaysHeader("ETag", "A hash of the calendar, in double quotes.")]
    public static async Task<IResult> Get(HttpContext context, ProjectionReader views)
    {
        var query = Filters(new ProjectionQuery(context.Request.Query)).Where("t.calendar_status is not null and t.last_when_edtf is not null");
        if (query.Finish() is { } malformed)
            return new ProblemResult(malformed);
        var (answer, refusal) = await views.Read<MeetingProjection, string>(
            context, table => query.Select(Most + 1).Replace(ProjectionQuery.Table, table), query.Parameters, row => row.GetString(ProjectionAnswer.Columns));
        if (answer is null)
            return new ProblemResult(refusal!);
        if (answer.Rows.Count > Most)
            return new ProblemResult(Refusals.Malformed("from", $"the calendar would hold more than {Most} meetings; ask for those of a negotiation or a party, or between two dates (from, to)"));

        var file = new CalendarFile(NameOf(context.Request.Query), context.Request.Root(), answer.LeavesOut);
        var tag = TagOf(file, answer.Rows);
        if (context.Request.Has(tag))
            return context.Response.Unchanged(tag);
        context.Response.GetTypedHeaders().ETag = tag;
        var text = file.Write(answer.Rows.Select(row => JsonSerializer.Deserialize<CalendarMeeting>(row, Json.Options)!));
        return Results.Bytes(Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8");
    }

    private static ProjectionQuery Filters(ProjectionQuery meetings) => meetings.Meetings().Dates("calendar_");

    /// <summary>The name of the calendar in the program that shows it.</summary>
    private static string NameOf(IQueryCollection query) =>
        string.Join(": ", new[] { "DiploTracker", string.Join(", ", query.OrderBy(filter => filter.Key, StringComparer.Ordinal).SelectMany(filter => filter.Value)) }
            .Where(part => part.Length > 0));

    /// <summary>
    /// The same rows written by the same build give the same bytes, so the tag can be computed without writing them.
    /// </summary>
    private static EntityTagHeaderValue TagOf(CalendarFile file, List<string> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in rows.Prepend($"{typeof(CalendarFile).Module.ModuleVersionId} {file}"))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"");
    }
}
