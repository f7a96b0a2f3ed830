using DiploTracker.Hosting.Http;
using DiploTracker.Recording;

namespace DiploTracker.Commands;

/// <summary>The answer to a command: where it landed, or the problem.</summary>
internal sealed class OutcomeResult(Outcome outcome) : IResult
{
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
        context.Response.Headers.ETag = $"\"{recorded.Version}\"";
        context.Response.Headers["X-Position"] = recorded.Position.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return context.Response.WriteAsJsonAsync(recorded.Answer, Json.Options, context.RequestAborted);
    }
}
