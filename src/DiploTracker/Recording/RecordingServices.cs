using DiploTracker.Database;

namespace DiploTracker.Recording;

/// <summary>The only write path, and the services that reads and appends share.</summary>
internal static class RecordingServices
{
    public static void AddRecording(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider, NodeClock>();
        builder.Services.AddSingleton<LogClock>();
        builder.Services.AddSingleton<RecordingGate>();
        builder.Services.AddHostedService<RecordingWatch>();
        builder.Services.AddSingleton<ISchemaStep, LogPreparation>();
        builder.Services.AddSingleton<LogSignal>();
        builder.Services.AddHostedService<MartenSequence>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("Memory").Get<MemorySettings>() ?? new MemorySettings());
        builder.Services.AddSingleton<NodeCache>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("Recording").Get<RecordingSettings>() ?? new RecordingSettings());
        builder.Services.AddSingleton<Commits>();
        builder.Services.AddSingleton<Documents>();
        builder.Services.AddSingleton<Timelines>();
        builder.Services.AddSingleton<Log>();
        builder.Services.AddSingleton<RecorderMetrics>();
        builder.Services.AddSingleton<Recorder>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Recorder>());
    }
}
