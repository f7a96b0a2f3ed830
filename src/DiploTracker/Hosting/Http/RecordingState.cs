using DiploTracker.Recording;

namespace DiploTracker.Hosting.Http;

/// <summary>Reads go on while nothing is recorded, and say so.</summary>
internal static class RecordingState
{
    public const string Header = "X-Recording-Stopped";

    public static void UseRecordingState(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<RecordingGate>();
        app.Use((context, next) =>
        {
            if (gate.Stop is { } stop && context.Request.Path.StartsWithSegments("/api"))
                context.Response.Headers[Header] = stop.Reason.ToString();
            return next(context);
        });
    }
}
