using System.Globalization;

namespace DiploTracker.Projections;

/// <summary>
/// Building until it has caught up; Current while it is the one read; Retired once another has replaced it.
/// </summary>
internal enum BuildState { Building, Current, Retired }

/// <summary>One table of a view. A changed view, or a rebuild, gets a new table beside the old one.</summary>
/// <param name="Number">Counts the tables of one view.</param>
/// <param name="Position">
/// The checkpoint: the last log position that the table includes, except for negotiations set aside; it contains
/// nothing later.
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
