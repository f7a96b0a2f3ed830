using System.Data.Common;
using System.Text;
using DiploTracker.Negotiations;
using JasperFx.Events;
using Marten;
using Marten.Services.Json.Transformations;
using Weasel.Core;

namespace DiploTracker.Recording;

/// <summary>How Marten reads the log: the JSON of its events, their names, and their older stored forms.</summary>
public static class MartenEvents
{
    /// <summary>The schema of Marten's tables of the log. Documents of an outside program belong in another.</summary>
    public const string Schema = "public";

    /// <summary>
    /// For the tracker itself, and for an outside program that reads or projects the log with Marten (docs/marten.md).
    /// Sealed values are read as placeholders. Appending is refused.
    /// </summary>
    public static void ReadDiploTracker(this StoreOptions store) => store.ReadDiploTracker(Upcasts.Known);

    internal static void ReadDiploTracker(this StoreOptions store, Upcasts upcasts)
    {
        store.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, json =>
        {
            foreach (var converter in EventJson.Options.Converters)
                json.Converters.Add(converter);
            json.AllowOutOfOrderMetadataProperties = true;
            json.TypeInfoResolver = EventJson.Options.TypeInfoResolver;
        });

        store.Events.DatabaseSchemaName = Schema;
        store.Events.StreamIdentity = StreamIdentity.AsString;
        store.Events.EnableBigIntEvents = true;
        store.Events.MetadataConfig.EnableAll();
        store.Events.MetadataConfig.UserNameEnabled = true;
        foreach (var (name, type) in Language.Events)
            store.Events.MapEventType(type, name);
        foreach (var (name, type) in upcasts.Events)
            store.Events.Upcast(type, name, new JsonTransformation((_, row, column) => upcasts.Read(name, Json(row, column))!));
    }

    private static byte[] Json(DbDataReader row, int column) => Encoding.UTF8.GetBytes(row.GetString(column));
}
