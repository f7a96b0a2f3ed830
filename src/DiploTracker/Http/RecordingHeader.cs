using DiploTracker.Recording;

namespace DiploTracker.Http;

/// <summary>While recording is stopped reads go on, with a header that reports it.</summary>
internal static class RecordingHeader
{
    public const string Name = "X-Recording-Stopped";

    public static void UseRecordingHeader(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<RecordingGate>();
        app.Use((context, next) =>
        {
            if (gate.Stop is { } stop && context.Request.Path.StartsWithSegments("/api"))
                context.Response.Headers[Name] = stop.Reason.ToString();
            return next(context);
        });
    }
}
