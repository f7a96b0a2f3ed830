using System.Text.Json;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>
/// The source that <c>diplo session</c> keeps for the commands that follow: what a basis does not say itself is taken
/// from it. Kept per server and user.
/// </summary>
internal sealed class Sources(Session session)
{
    private readonly string _file = Path.Combine(StateFolder.Of(session.Terminal), "session.json");

    private string Name => $"{session.User} {session.Server}";

    public Basis? Kept() => All().GetValueOrDefault(Name);

    /// <summary>Keeps a source; null forgets it.</summary>
    public void Keep(Basis? source)
    {
        var all = All();
        all.Remove(Name);
        if (source is not null)
            all[Name] = source;
        StateFolder.Write(_file, JsonSerializer.Serialize(all, CommandJson.Options));
    }

    /// <summary>A source as a file gives it: the fields of a basis.</summary>
    public static Basis Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Basis>(File.ReadAllText(file), Strict)
                ?? throw new JsonException("it is null.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException(
                $"{file} is no source, a JSON object such as {{ \"report\": \"SHA-256\", \"via\": [\"AFP\"] }}: "
                + $"{refused.Message}");
        }
    }

    /// <summary>The basis, and from the source what it does not say.</summary>
    public static Basis Filled(Basis basis, Basis? source) => source is null ? basis : new Basis
    {
        Speaker = basis.Speaker ?? source.Speaker,
        Via = basis.Via ?? source.Via,
        Report = basis.Report ?? source.Report,
        PublishedAt = basis.PublishedAt ?? source.PublishedAt,
        StatedAt = basis.StatedAt ?? source.StatedAt,
        Reliability = basis.Reliability ?? source.Reliability,
        Credibility = basis.Credibility ?? source.Credibility,
    };

    public static string Words(Basis source, Rendering.Output output) => string.Join(", ", new[]
    {
        source.Speaker, source.Via is { Count: > 0 } via ? $"via {string.Join(", ", via)}" : null,
        source.Report is { } report ? $"report {report[..Math.Min(12, report.Length)]}…" : null,
        source.PublishedAt is { } published ? $"published {output.Minute(published)}" : null,
        source.StatedAt is { } stated ? $"stated {output.Minute(stated)}" : null, source.Reliability
            + source.Credibility,
    }.Where(part => !string.IsNullOrEmpty(part)));

    private static readonly JsonSerializerOptions Strict = new(CommandJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private Dictionary<string, Basis> All() =>
        !File.Exists(_file) ? []
            : JsonSerializer.Deserialize<Dictionary<string, Basis>>(File.ReadAllText(_file), CommandJson.Options) ?? [];
}
