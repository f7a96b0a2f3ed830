using System.Globalization;
using System.Text.Json;

namespace DiploTracker.Cli.Reading;

/// <summary>
/// Up to when a user has seen the negotiations of a server: one file for each user of this machine, in
/// <c>DIPLO_STATE</c> or the user's folder for state.
/// </summary>
internal sealed class Seen(Session session)
{
    private readonly string _file = Path.Combine(StateFolder.Of(session.Terminal), "seen.json");

    private string Name(string negotiation) => $"{session.User} {session.Server}{negotiation}";

    /// <summary>The moment up to which it was seen; null if never.</summary>
    public DateTimeOffset? Of(string negotiation) =>
        Read().TryGetValue(Name(negotiation), out var moment) ? moment : null;

    public void Mark(string negotiation, DateTimeOffset upTo)
    {
        var seen = Read();
        seen[Name(negotiation)] = upTo;
        StateFolder.Write(_file, JsonSerializer.Serialize(seen));
    }

    private Dictionary<string, DateTimeOffset> Read()
    {
        try
        {
            return File.Exists(_file)
                ? JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(File.ReadAllText(_file))! : [];
        }
        catch (JsonException damaged)
        {
            throw new UsageException(
                string.Create(CultureInfo.InvariantCulture,
                $"{_file} is damaged: {damaged.Message} Remove it to begin again."));
        }
    }
}
