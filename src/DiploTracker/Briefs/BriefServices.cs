namespace DiploTracker.Briefs;

/// <summary>The briefings.</summary>
internal static class BriefServices
{
    public static void AddBriefs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HtmlPage>();
        builder.Services.AddSingleton<BriefReader>();
    }
}
