using System.IO.Pipelines;
using System.Text;
using DiploTracker.Live;
using DiploTracker.Sealing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Live;

/// <summary>One reader, over a pipe that holds as much as a connection does.</summary>
public sealed class FeedReaderSpecs : IDisposable
{
    private const int Held = 64 << 10;

    private readonly Pipe _connection = new(new PipeOptions(pauseWriterThreshold: Held, resumeWriterThreshold: Held / 2, useSynchronizationContext: false));
    private readonly FeedRing _ring = new(capacity: 1_000);
    private readonly string _keys = Directory.CreateTempSubdirectory("keys-").FullName;

    public void Dispose() => Directory.Delete(_keys, recursive: true);

    [Fact]
    public void for_one_that_takes_nothing_no_more_waits_than_one_write_and_what_its_connection_holds()
    {
        var reader = Reader(FeedFilter.None, new FeedSettings());
        for (var position = 1; position <= 1_000; position++)
        {
            _ring.Add(FeedRingSpecs.Entry(position, size: 1_000));
            reader.Serve();
        }
        _connection.Reader.TryRead(out var waiting).ShouldBeTrue();
        waiting.Buffer.Length.ShouldBeInRange(Held, Held + (33 << 10));
    }

    [Fact]
    public async Task one_that_takes_nothing_for_too_long_is_to_leave()
    {
        var reader = Reader(FeedFilter.None, new FeedSettings { Patience = TimeSpan.Zero });
        _ring.Add(FeedRingSpecs.Entry(1, size: 2 * Held));
        reader.Serve();
        reader.Beat();
        (await reader.Ended).ShouldBeTrue("because it took nothing");
    }

    [Fact]
    public async Task one_that_takes_again_is_given_the_rest_from_where_it_was()
    {
        var reader = Reader(FeedFilter.None, new FeedSettings());
        for (var position = 1; position <= 200; position++)
            _ring.Add(FeedRingSpecs.Entry(position, size: 1_000));
        var (given, taken) = (0, 0L);
        while (given < 200)
        {
            given += reader.Serve();
            var read = await _connection.Reader.ReadAsync(TestContext.Current.CancellationToken);
            taken += read.Buffer.Length;
            _connection.Reader.AdvanceTo(read.Buffer.End);
        }
        (given, taken).ShouldBe((200, 200_000));
        reader.Serve().ShouldBe(0);
    }

    [Fact]
    public async Task a_filter_that_lets_nothing_through_moves_the_place_with_a_sign_of_life()
    {
        var reader = Reader(new FeedFilter(new HashSet<string> { "other-talks" }, Types: null, Parties: null), new FeedSettings { Heartbeat = TimeSpan.Zero });
        _ring.Add(FeedRingSpecs.Entry(1, size: 10));
        reader.Serve().ShouldBe(0);
        (await SignAsync()).ShouldBe("id: 1-000000000001\n\n");
        (await SignAsync()).ShouldBe(":\n\n");

        async Task<string> SignAsync()
        {
            reader.Beat();
            var read = await _connection.Reader.ReadAsync(TestContext.Current.CancellationToken);
            var sign = Encoding.ASCII.GetString(read.Buffer);
            _connection.Reader.AdvanceTo(read.Buffer.End);
            return sign;
        }
    }

    [Fact]
    public async Task one_that_has_left_is_written_to_no_more()
    {
        var reader = Reader(FeedFilter.None, new FeedSettings { Heartbeat = TimeSpan.Zero });
        await reader.Leave(() => { });
        _ring.Add(FeedRingSpecs.Entry(1, size: 10));
        reader.Serve().ShouldBe(0);
        reader.Beat();
        _connection.Reader.TryRead(out _).ShouldBeFalse();
    }

    private FeedReader Reader(FeedFilter filter, FeedSettings settings)
    {
        // The database is never asked: all that is looked for is in memory.
        var database = NpgsqlDataSource.Create("Host=nowhere");
        var commits = new Recording.Commits(
            new Database.AppendDatabase(database), database, new Recording.RecordingSettings(), NullLogger<Recording.Commits>.Instance);
        var log = new FeedLog(database, new Recording.Timelines(database, commits, new Keys(_keys), new Recording.NodeCache(new Recording.MemorySettings(), NullLogger<Recording.NodeCache>.Instance)), new Recording.LogClock(database, new Recording.NodeClock()));
        return new FeedReader(filter, Recording.EventPlace.Start, head: 0, _connection.Writer, _ring, () => _ring, log, settings, () => { });
    }
}
