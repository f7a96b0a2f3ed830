using System.Security.Cryptography;
using System.Text;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Reports;

/// <summary>
/// Registers a report: by its text, of which only the hash is kept, or by the hash of a text that is kept elsewhere.
/// </summary>
public sealed record RegisterReport(
    [property: LongText] string? Text = null, string? Sha256 = null, string? Title = null, string? Url = null, string? Publisher = null, string? Language = null,
    DateTimeOffset? PublishedAt = null);

public static class ReportEndpoints
{
    /// <summary>Registers a report; one that is known already stays as it is, and gains what was not known of it.</summary>
    [WolverinePost("/api/reports")]
    [EndpointName("registerReport")]
    [TakesBody(typeof(RegisterReport))]
    [Refuses("recording-stopped")]
    [ProducesResponseType<Report>(StatusCodes.Status201Created, Description = "A new report.")]
    [ProducesResponseType<Report>(StatusCodes.Status200OK, Description = "What is registered of a report that is known.")]
    [SaysHeader("Location", "The report.", StatusCodes.Status201Created)]
    public static async Task<IResult> Post(HttpRequest request, ReportBook reports, RecordingGate gate)
    {
        if (await gate.Ask(request.HttpContext.RequestAborted) is { } stop)
            return new ProblemResult(stop.Refusal);
        var (body, unread) = await RequestBody.Read(request, RequestBody.Report);
        if (body is null)
            return new ProblemResult(unread!);
        var (register, malformed) = WireJson.Read<RegisterReport>(body);
        if (register is null)
            return new ProblemResult(malformed!);

        var sha256 = register.Text is { } text ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) : register.Sha256?.ToLowerInvariant();
        if (sha256 is null || !IsSha256(sha256))
            return new ProblemResult(Refusals.Malformed("text", "give the text of the report, or in `sha256` the SHA-256 of it (64 hexadecimal digits)"));
        if (register is { Text: not null, Sha256: { } claimed } && !claimed.Equals(sha256, StringComparison.OrdinalIgnoreCase))
            return new ProblemResult(Refusals.Malformed("sha256", $"the SHA-256 of the text is {sha256}"));

        var (report, isNew) = await reports.Register(new Report(
            sha256, register.Title, register.Url, register.Publisher, register.Language, register.PublishedAt));
        if (!isNew)
            return Results.Json(report, Json.Options);
        request.HttpContext.Response.Headers.Location = $"/api/reports/{sha256}";
        return Results.Json(report, Json.Options, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>A registered report: its source, not its text.</summary>
    [WolverineGet("/api/reports/{sha256}")]
    [EndpointName("getReport")]
    [Refuses("report-unknown")]
    [ProducesResponseType<Report>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string sha256, ReportBook reports, CancellationToken cancellation) =>
        await reports.Find(sha256.ToLowerInvariant(), cancellation) is { } report
            ? Results.Json(report, Json.Options)
            : new ProblemResult(Problems.ReportUnknown.Because($"No report '{sha256}' is registered."));

    private static bool IsSha256(string text) => text.Length == 64 && text.All(digit => char.IsAsciiDigit(digit) || digit is >= 'a' and <= 'f');
}
