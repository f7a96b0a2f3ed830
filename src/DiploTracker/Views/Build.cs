using System.Globalization;

namespace DiploTracker.Views;

/// <summary>Building, until it has caught up; Current, which is read; Retired, when another has taken its place.</summary>
internal enum BuildState { Building, Current, Retired }

/// <summary>One table of a view: a changed view, or one that is built anew, gets another beside it.</summary>
/// <param name="Number">Counts the tables of one view.</param>
/// <param name="Position">The position in the log that the table includes; it holds nothing later.</param>
/// <param name="Problem">Why it cannot go on after that position; null when it can.</param>
internal sealed record Build(
    string View, int Number, int Version, long Position, BuildState State, string? Problem, string? ProblemNegotiation, string? Compared)
{
    public const string Columns = "name, build, version, position, state, problem, problem_negotiation, compared";

    public string Table => $"{ViewSchema.Tables}.{TableName}";

    public string TableName => string.Create(CultureInfo.InvariantCulture, $"{View}_{Version}_{Number}");

    public static Build Of(Npgsql.NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), Enum.Parse<BuildState>(row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7));
}
