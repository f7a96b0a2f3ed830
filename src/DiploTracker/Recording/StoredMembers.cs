using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>
/// All SQL that reads members of stored events, and of parked commands, which have the same members. SQL applies no
/// upcasts: if a later form of an event moves or renames a member, the SQL here must find it in every form. A test
/// compares each expression with the events, over all forms ever stored: one that found less would leave words
/// unerased, or show them too early.
/// </summary>
internal static class StoredMembers
{
    /// <summary>Is an event of this type the certificate of an erasure, in any stored form?</summary>
    public static string IsCertificate(string type) => $"{type} in ({CertificateNames})";

    private static string CertificateNames { get; } = string.Join(", ",
        Upcasts.Known.Events.Where(form => form.Event == typeof(SubjectErased)).Select(form => form.Name)
            .Prepend(Language.NameOf(typeof(SubjectErased))).Select(name => $"'{name}'"));

    /// <summary>The destroyed key that a certificate names.</summary>
    public static string CertifiedKey(string json) => $"{json} ->> 'key'";

    /// <summary>The values erased with it, their fact, and the ground.</summary>
    public static string Certified(string json) => $"{json} ->> 'what', ({json} ->> 'fact')::uuid, {json} ->> 'ground'";

    /// <summary>Can an event have an embargo? Searching those that cannot costs more than all the rest.</summary>
    public static string MayHoldEmbargo(string json) => $"(jsonb_exists({json}, 'embargoUntil') or jsonb_exists({json}, 'replacement'))";

    /// <summary>The embargoes of an event, one per row: a replacement within a replacement may have one.</summary>
    public static string Embargoes(string json) => $"jsonb_path_query({json}, 'strict $.**.embargoUntil')";

    /// <summary>When an embargo ends. PostgreSQL rounds, and must not round up to the year 10000.</summary>
    public static string End(string embargo) => $$"""least(({{embargo}} #>> '{}')::timestamptz, '9999-12-31Z')""";

    /// <summary>Is anything sealed?</summary>
    public static string HoldsSealed(string json) => $"jsonb_exists({json}, 'sealed')";

    /// <summary>Is anything sealed with a key?</summary>
    public static string HoldsSealedWith(string json, string key) =>
        $"{json} @> jsonb_build_object('sealed', jsonb_build_array(jsonb_build_object('key', {key}::text)))";

    /// <summary>Is a report cited, also in the replacement of a fact?</summary>
    public static string CitesReport(string json, string report) =>
        $"jsonb_path_exists({json}, '$.**.basis.report ? (@ == $report)', jsonb_build_object('report', {report}::text))";
}
