using System.Text.Json.Serialization;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.ForecastLedger;

/// <summary>How well a speaker's forecasts matched what happened.</summary>
/// <param name="Scored">Number of decided forecasts with a likelihood.</param>
/// <param name="Brier">The mean of their scores, 0 (best) to 1; null if none is decided.</param>
public sealed record Calibration(string Speaker, int Scored, int Open, double? Brier, IReadOnlyList<CalibrationBin> Bins);

/// <summary>The results of a speaker's forecasts with one word of likelihood.</summary>
/// <param name="Frequency">The share of the decided ones that came true.</param>
public sealed record CalibrationBin(string Likelihood, double Probability, int Scored, double Frequency);

/// <summary>A page of forecasts.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record Forecasts(IReadOnlyList<Forecast> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

/// <summary>The calibration of all speakers.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record Calibrations(IReadOnlyList<Calibration> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class ForecastEndpoints
{
    /// <summary>
    /// Forecasts of meetings, agreements and deadlines, the latest first, scored against what happened.
    /// </summary>
    [WolverineGet("/api/forecasts")]
    [EndpointName("listForecasts")]
    [Tags("Across negotiations")]
    [Filters(nameof(Filters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<Forecasts>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(HttpContext context, ProjectionReader views) => views.Page<ForecastProjection>(context, Filters);

    private static void Filters(ProjectionQuery forecasts) => forecasts
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Text("speaker", "Only those of one of these speakers.")
        .Text("party", "Only those for one of these parties.")
        .Text("meeting", "Only those of one of these meetings.")
        .Word<ForecastSubject>("subject", "Only those of meetings, agreements or deadlines.")
        .Text("about", "Only those of one of these meetings, agreements or deadlines.")
        .Word<Likelihood>("likelihood", "Only those with one of these likelihoods.")
        .Word<ForecastResult>("result", "Only those with one of these results.")
        .Flag("scored", "Whether it has a score.", "t.brier is not null")
        .Flag("overdue", "Whether its time has passed and it is open still.",
            "t.result = 'Open' and coalesce(t.expects_passed_at < clock_timestamp(), false)")
        .Dates("occurred_")
        .SortByDate("-occurred", "occurred_")
        .Sort("brier", "coalesce(t.brier, 'infinity')", "double precision");

    /// <summary>
    /// The calibration of each speaker: mean Brier score, and how often what was called likely, unlikely, … came true.
    /// </summary>
    [WolverineGet("/api/forecasts/calibration")]
    [EndpointName("getCalibration")]
    [Tags("Across negotiations")]
    [Filters(nameof(CalibrationFilters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Read))]
    [ProducesResponseType<Calibrations>(StatusCodes.Status200OK)]
    public static async Task<IResult> GetCalibration(HttpContext context, ProjectionReader views)
    {
        var query = CalibrationFilters(new ProjectionQuery(context.Request.Query));
        if (query.Finish() is { } malformed)
            return new ProblemResult(malformed);
        var (answer, refusal) = await views.Read<ForecastProjection, Calibration>(
            context,
            table =>
                $"""
                select b.speaker, sum(b.scored)::int, sum(b.open)::int, sum(b.brier) / nullif(sum(b.scored), 0),
                       json_agg(json_build_object('likelihood', b.likelihood, 'probability', b.probability, 'scored', b.scored,
                           'frequency', b.came::float8 / nullif(b.scored, 0)) order by b.probability) filter (where b.scored > 0)
                from (select t.speaker, t.likelihood, t.probability, count(t.brier) as scored, count(*) filter (where t.result = 'Open') as open,
                             count(t.brier) filter (where t.result = 'Came') as came, sum(t.brier) as brier
                      from {table} t where t.likelihood is not null and {query.Conditions}
                      group by t.speaker, t.likelihood, t.probability) b
                group by b.speaker order by b.speaker
                """,
            query.Parameters,
            row => new Calibration(
                row.GetString(ProjectionAnswer.Columns), row.GetInt32(ProjectionAnswer.Columns + 1), row.GetInt32(ProjectionAnswer.Columns + 2),
                row.IsDBNull(ProjectionAnswer.Columns + 3) ? null : Math.Round(row.GetDouble(ProjectionAnswer.Columns + 3), 6),
                row.IsDBNull(ProjectionAnswer.Columns + 4) ? [] : JsonSerializer.Deserialize<List<CalibrationBin>>(row.GetString(ProjectionAnswer.Columns + 4), Json.Options)!));
        return answer is null ? new ProblemResult(refusal!) : ProjectionReader.Write(answer, body =>
        {
            body.WritePropertyName("items");
            JsonSerializer.Serialize(body, answer.Rows, Json.Options);
            body.WriteNull("next");
        });
    }

    private static ProjectionQuery CalibrationFilters(ProjectionQuery forecasts) =>
        forecasts.Text("speaker", "Only these speakers, separated by commas.");
}
