using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql;
using DiploTracker.Benchmarks.Harness;

namespace DiploTracker.Benchmarks.Alternatives;

/// <summary>Akka.Persistence.Sql: a persistent actor a stream, which answers once its event is stored.</summary>
internal sealed class AkkaPersistence : Appender
{
    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, IActorRef> _streams = new();

    private AkkaPersistence(ActorSystem system) => _system = system;

    public override string Name => "Akka.Persistence.Sql";

    public static async Task<AkkaPersistence> Start(Bench bench)
    {
        var connection = await bench.Database.New("akka");
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka.loglevel = WARNING
            akka.persistence.journal {
                plugin = "akka.persistence.journal.sql"
                sql {
                    class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
                    connection-string = "{{connection}}"
                    provider-name = "PostgreSQL.15"
                    auto-initialize = on
                }
            }
            """).WithFallback(SqlPersistence.DefaultConfiguration);
        var akka = new AkkaPersistence(ActorSystem.Create("bench", config));
        await akka.Append("first", "first", "{}"u8.ToArray()); // creates its tables
        return akka;
    }

    public override Task Append(string stream, string type, byte[] data) =>
        _streams.GetOrAdd(stream, key => _system.ActorOf(Props.Create(() => new Stream(key)))).Ask<Stored>(data, TimeSpan.FromSeconds(60));

    public override async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _system.Dispose();
    }

    private sealed class Stream : ReceivePersistentActor
    {
        private long _version;

        public Stream(string key)
        {
            PersistenceId = key;
            Recover<byte[]>(_ => _version++);
            Command<byte[]>(data => Persist(data, _ => Sender.Tell(new Stored(++_version))));
        }

        public override string PersistenceId { get; }
    }

    private sealed record Stored(long Version);
}
