using DiploTracker.Http;

namespace DiploTracker.Hosting;

/// <summary>The settings for pages of other sites: the section <c>Cors</c>.</summary>
public sealed record CrossOriginSettings
{
    /// <summary>
    /// The origins whose pages may read and record, separated by semicolons; empty for none. <c>*</c> is refused: any
    /// page would then act as the user of this machine.
    /// </summary>
    public string Origins { get; init; } = "";

    internal string[] All => Origins.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Lets pages of the sites that the operator names use the API (CORS); of other sites, none.</summary>
internal static class CrossOrigin
{
    private static readonly string[] Told =
        ["ETag", "Location", "Preference-Applied", "Retry-After", "X-Lag", "X-Position", RecordingHeader.Name];

    /// <exception cref="InvalidOriginException">One of the origins is none.</exception>
    public static void AddCrossOrigin(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Cors").Get<CrossOriginSettings>() ?? new CrossOriginSettings();
        if (settings.All.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
            throw new InvalidOriginException(wrong);
        builder.Services.AddSingleton(settings);
        if (settings.All is [_, ..] origins)
            builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
                .WithOrigins(origins).WithMethods("GET", "HEAD", "POST", "PUT", "DELETE").AllowAnyHeader()
                .WithExposedHeaders(Told).SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    public static void UseCrossOrigin(this WebApplication app)
    {
        if (app.Services.GetRequiredService<CrossOriginSettings>().All is [_, ..])
            app.UseCors();
    }

    // What a browser sends as Origin: a scheme, a host and a port at most.
    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var origin)
        && origin.Scheme is "http" or "https"
        && text.Equals(origin.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}

/// <summary>A setting names something that is no origin.</summary>
internal sealed class InvalidOriginException(string origin) : Exception(
    $"Cors__Origins: '{origin}' is not the origin of a site. Write it as a browser sends it, https://desk.example.org, "
    + "several with semicolons between them.");
