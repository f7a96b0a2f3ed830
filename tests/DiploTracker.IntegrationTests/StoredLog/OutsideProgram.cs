using DiploTracker.Negotiations;
using DiploTracker.Recording;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Outside;

/// <summary>The example of docs/marten.md: a program beside the tracker that projects its log with Marten.</summary>
public static class OutsideProgram
{
    public static void AddProjections(this IHostApplicationBuilder builder, string database) => builder.Services
        .AddMarten(store =>
        {
            store.Connection(database);
            store.ReadDiploTracker();
            store.DatabaseSchemaName = "outside";

            store.Projections.Add(new ActivityProjection(), ProjectionLifecycle.Async);
            store.Projections.Subscribe(new Outbox());

            // By default a daemon skips what it cannot apply, and looks once a second.
            store.Projections.Errors.SkipApplyErrors = false;
            store.Projections.Errors.SkipUnknownEvents = false;
            store.Projections.Errors.SkipSerializationErrors = false;
            store.Projections.FastPollingTime = store.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(20);
        })
        .AddAsyncDaemon(DaemonMode.Solo);
}

/// <summary>How much is known of a negotiation, and up to which position of the log.</summary>
public sealed record Activity(string Id, int Facts, int MeetingsHeld, long Position);

public sealed class ActivityProjection : IProjection
{
    public async Task ApplyAsync(
        IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        foreach (var negotiation in events.GroupBy(one => one.StreamKey!))
        {
            var activity = await operations.LoadAsync<Activity>(negotiation.Key, cancellation)
                ?? new Activity(negotiation.Key, 0, 0, 0);
            foreach (var one in negotiation)
                activity = activity with
                {
                    Facts = activity.Facts + 1,
                    MeetingsHeld = activity.MeetingsHeld + (one.Data is MeetingHeld ? 1 : 0),
                    Position = one.Sequence,
                };
            operations.Store(activity);
        }
    }
}

/// <summary>
/// A message to others, to be sent by whoever reads the outbox. It lands in the transaction that moves the subscription on.
/// </summary>
public sealed record Message(Guid Id, long Position, string Negotiation, string Text);

public sealed class Outbox : ISubscription
{
    public Task<IChangeListener> ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellation)
    {
        foreach (var one in page.Events)
            operations.Insert(new Message(one.Id, one.Sequence, one.StreamKey!, ((DomainEvent)one.Data).Describe()));
        return Task.FromResult(NullChangeListener.Instance);
    }
}
