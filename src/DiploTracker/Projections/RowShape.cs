using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Http;

namespace DiploTracker.Projections;

/// <summary>
/// The shape of a view's stored rows, as text: their members as the API returns them, with all nested types, and the
/// columns of the table, and how texts are folded for search. Vocabulary words do not count: a new one changes no
/// stored row.
/// </summary>
internal static class RowShape
{
    private static readonly JsonSerializerOptions Stored =
        new(Json.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>A fingerprint below a hundred thousand.</summary>
    public static int Fingerprint(Type row, IEnumerable<Column> columns)
    {
        var shape = new StringBuilder();
        Append(shape, row, []);
        foreach (var column in columns)
            shape.Append('|').Append(column.Name).Append(':').Append(column.Sql)
                .Append(Column.OfSearch.Contains(column) ? SearchText.Revision : "");
        return (int)(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(shape.ToString()))) % 100_000);
    }

    private static void Append(StringBuilder shape, Type type, HashSet<Type> within)
    {
        var info = Stored.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Object && within.Add(type))
        {
            shape.Append('{');
            foreach (var member in info.Properties.OrderBy(member => member.Name, StringComparer.Ordinal))
                Append(shape.Append(member.Name).Append(':'), member.PropertyType, within);
            shape.Append('}');
            within.Remove(type);
        }
        else if (type.IsGenericType)
        {
            shape.Append(type.Name).Append('[');
            foreach (var argument in type.GetGenericArguments())
                Append(shape, argument, within);
            shape.Append(']');
        }
        else
        {
            shape.Append(type.Name);
        }
        shape.Append(',');
    }
}
