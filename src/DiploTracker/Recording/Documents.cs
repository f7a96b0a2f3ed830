using Marten;
using SessionOptions = Marten.Services.SessionOptions;

namespace DiploTracker.Recording;

/// <summary>
/// Marten documents that belong to the log. They are written and read like the log: confirmed by the standby that the
/// database requires (<see cref="Commits"/>).
/// </summary>
/// <remarks>Every method may throw <see cref="Database.CommitUnconfirmedException"/>.</remarks>
public sealed class Documents(Commits commits, IDocumentStore store)
{
    /// <summary>Changes documents in one transaction; others change theirs before or after, never meanwhile.</summary>
    public async Task<T> Write<T>(Func<IDocumentSession, Task<T>> change)
    {
        var written = await commits.Transact(async transaction =>
        {
            await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
            var result = await change(session);
            await session.SaveChangesAsync();
            return result;
        });
        return written!;
    }

    /// <summary>The same for a change that depends on no document.</summary>
    public Task Write(Action<IDocumentSession> change) => Write(session =>
    {
        change(session);
        return Task.FromResult(true);
    });

    /// <summary>A document; null if there is none.</summary>
    public Task<T?> Load<T>(string id, CancellationToken cancellation) where T : notnull =>
        Read(session => session.LoadAsync<T>(id, cancellation), cancellation);

    /// <summary>All documents of a type.</summary>
    public Task<IReadOnlyList<T>> All<T>(CancellationToken cancellation) where T : notnull =>
        Read(session => session.Query<T>().ToListAsync(cancellation), cancellation);

    private async Task<T> Read<T>(Func<IQuerySession, Task<T>> read, CancellationToken cancellation)
    {
        T found;
        await using (var session = store.QuerySession())
            found = await read(session);
        await commits.ConfirmAll(cancellation);
        return found;
    }
}
