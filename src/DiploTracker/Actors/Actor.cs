using DiploTracker.Kernel;

namespace DiploTracker.Actors;

/// <summary>
/// A state, an organisation or a person that speaks or takes part. Created at first mention; can be described later.
/// <c>USA.Witkoff</c> is the actor Witkoff speaking for the actor USA.
/// </summary>
/// <param name="Names">Names by language, a BCP 47 tag: { "en": "Yuri Ushakov", "ar": "يوري أوشاكوف" }.</param>
/// <param name="Iso">ISO 3166-1 alpha-3 code of a state.</param>
/// <param name="Wikidata">Wikidata id: Q1234.</param>
public sealed record Actor(
    string Id, IReadOnlyDictionary<string, string> Names, EquatableArray<DatedRole> Roles, string? Iso = null,
    string? Wikidata = null)
{
    /// <summary>An actor that was only mentioned.</summary>
    internal static Actor Undescribed(string slug) => new(slug, new Dictionary<string, string>(), []);

    /// <summary>The slug, and the names in all languages.</summary>
    internal IEnumerable<string> Spellings => Names.Values.Prepend(Id);
}

/// <summary>An office held for a time.</summary>
/// <param name="Party">The party for which it is held.</param>
/// <param name="When">EDTF: 2025-01-20/.. for since then.</param>
public sealed record DatedRole(string Title, string? Party = null, Edtf? When = null);
