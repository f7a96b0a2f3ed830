using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;

namespace DiploTracker.Commands;

/// <summary>The answer to a command: where it was recorded, or the problem.</summary>
internal sealed class OutcomeResult(Outcome outcome) : IResult
{
    [ProducesResponseType<Waiting>(StatusCodes.Status202Accepted, Description = "It cannot be placed yet and is parked; `Location` is where it waits.")]
    [ProducesResponseType<RecordedAnswer>(StatusCodes.Status200OK, Description = "It is recorded; with no events when the very same fact stood already.")]
    [SaysHeader("Location", "Where it waits.", StatusCodes.Status202Accepted)]
    [SaysHeader("ETag", "The version of the negotiation after it and digits of the id of its last event, in double quotes.")]
    [SaysHeader("X-Position", "The position in the log of its last event.", Type = typeof(long))]
    public Task ExecuteAsync(HttpContext context)
    {
        if (outcome is Refused refused)
            return new ProblemResult(refused.Refusal, refused.Index).ExecuteAsync(context);

        if (outcome is Waiting waiting)
        {
            context.Response.Headers["Preference-Applied"] = "respond-async";
            context.Response.Headers.Location = waiting.Address;
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return context.Response.WriteAsJsonAsync(waiting, Json.Options, context.RequestAborted);
        }

        var recorded = (Recorded)outcome;
        context.Response.StatusCode = recorded.Opened ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        if (recorded.Opened)
            context.Response.Headers.Location = $"/api/negotiations/{recorded.Negotiation}";
        context.Response.Headers.ETag = VersionTag.Of(recorded.Version, recorded.LastEvent);
        context.Response.Headers["X-Position"] = recorded.Position.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = JsonSerializer.SerializeToUtf8Bytes(recorded.Answer, Json.Options);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        return context.Response.Body.WriteAsync(answer, context.RequestAborted).AsTask();
    }
}
