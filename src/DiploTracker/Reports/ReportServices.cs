using DiploTracker.Database;

namespace DiploTracker.Reports;

/// <summary>The reports.</summary>
internal static class ReportServices
{
    public static void AddReports(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReportBook>();
        builder.Services.AddSingleton<ISchemaStep, ReportSchema>();
    }
}
