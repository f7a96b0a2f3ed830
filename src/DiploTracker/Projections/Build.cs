using System.Globalization;

namespace DiploTracker.Projections;

/// <summary>
/// Building, until it has caught up; Current, which is read; Retired, when another has taken its place.
/// </summary>
internal enum BuildState { Building, Current, Retired }

/// <summary>One table of a view: a changed view, or one that is built anew, gets another beside it.</summary>
/// <param name="Number">Counts the tables of one view.</param>
/// <param name="Position">
/// The position in the log that the table includes, save for what is set aside; it holds nothing later.
/// </param>
internal sealed record Build(
    string View, int Number, int Version, long Position, BuildState State, string? Compared)
{
    public const string Columns = "name, build, version, position, state, compared";

    public string Table => $"{ProjectionSchema.Tables}.{TableName}";

    public string TableName => string.Create(CultureInfo.InvariantCulture, $"{View}_{Version}_{Number}");

    public static Build Of(Npgsql.NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), Enum.Parse<BuildState>(row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetString(5));
}
