using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Recording;
using DiploTracker.Sealing;

namespace DiploTracker.Actors;

/// <summary>The stored description of an actor: its name and the words are sealed with its key.</summary>
/// <param name="Id">The id of the key.</param>
public sealed record SealedDescription(string Id, byte[] Commitment, byte[] Box);

/// <summary>The descriptions of actors.</summary>
public sealed class ActorBook(Documents documents, Keys keys)
{
    public async Task Describe(Actor actor)
    {
        using var names = keys.Begin();
        var id = keys.Of(actor.Id);
        names.Commit();
        var box = Box.Seal(id, keys.Key(id)!, Guid.Empty, [JsonSerializer.Serialize(actor, Json.Options)]);
        var description = new SealedDescription(id.ToString(), box.Commitment, box.Bytes);
        await documents.Write(session => session.Store(description));
    }

    /// <summary>An actor that was described; otherwise null.</summary>
    public async Task<Actor?> Find(string slug, CancellationToken cancellation) =>
        keys.Find(slug) is { } id
        && await documents.Load<SealedDescription>(id.ToString(), cancellation) is { } description
            ? Open(description)?.Actor
            : null;

    /// <summary>The actors that were described, by slug.</summary>
    internal async Task<Dictionary<string, Actor>> All(CancellationToken cancellation)
    {
        Dictionary<string, Actor> all = [];
        foreach (var (key, actor) in await Opened(cancellation))
            if (!all.TryAdd(actor.Id, actor) && keys.Find(actor.Id) == key)
                all[actor.Id] = actor;
        return all;
    }

    /// <summary>
    /// The descriptions of an actor, with their keys: more than one if it was described again after an older copy of
    /// the names was put back.
    /// </summary>
    internal async Task<List<(KeyId Key, Actor Actor)>> Of(string slug, CancellationToken cancellation) =>
        (await Opened(cancellation)).FindAll(one => one.Actor.Id == slug);

    /// <summary>Deletes descriptions.</summary>
    internal Task Delete(IEnumerable<KeyId> ids) => documents.Write(session =>
    {
        foreach (var id in ids)
            session.Delete<SealedDescription>(id.ToString());
    });

    private async Task<List<(KeyId Key, Actor Actor)>> Opened(CancellationToken cancellation)
    {
        keys.Refresh();
        List<(KeyId, Actor)> opened = [];
        foreach (var description in await documents.All<SealedDescription>(cancellation))
            if (Open(description) is { } one)
                opened.Add(one);
        return opened;
    }

    private (KeyId Key, Actor Actor)? Open(SealedDescription description)
    {
        if (KeyId.Parse(description.Id) is not { } id || keys.Key(id) is not { } key)
            return null; // erased
        var json = new Box(id, description.Commitment, description.Box).Open(key, Guid.Empty)[0];
        return (id, JsonSerializer.Deserialize<Actor>(json, Json.Options)!);
    }
}
