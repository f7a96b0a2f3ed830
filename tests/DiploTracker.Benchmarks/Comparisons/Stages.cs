using System.Diagnostics;
using System.Text.Json;
using System.Text;
using DiploTracker.Benchmarks.Harness;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Status = DiploTracker.Statuses.NegotiationStatus;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>Where the time of a command goes: each step of its way by itself, on one thread.</summary>
internal sealed class Stages : Benchmark
{
    public override string Name => "stages";

    public override string Question => "where the processor time of one command goes";

    public override async Task<Result> Run(Bench bench)
    {
        await using var tracker = await InProcess.Start(await bench.Database.NewTracker("stages"));
        var talks = new Talks(1);
        foreach (var line in talks.Opening().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await tracker.Record(talks.Key(0), [Lines.Read(line).Command]);
        for (var number = 0; number < 100; number++)
            await tracker.Record(talks.Key(0), [Command(number)]);

        var (known, _) = await tracker.Timelines.Current(talks.Key(0), CancellationToken.None);
        byte[][] bodies = [.. Enumerable.Range(100, 99).Select(number => Encoding.UTF8.GetBytes(Talks.Fact(number).Body))];
        Type[] types = [.. Enumerable.Range(100, 99).Select(number => Language.Routes[Talks.Fact(number).Command])];
        Command[] commands = [.. Enumerable.Range(100, 99).Select(Command)];
        Submission[] submissions = [.. commands.Select(command => new Submission(talks.Key(0), [command], Caller.Local, IdempotencyKey: Guid.NewGuid()))];
        Pending[] pending = [.. submissions.Select(submission => new Pending(submission))];
        var received = known.Timeline.Recorded[^1].RecordedAt;
        var events = known.Timeline.Recorded.Select(fact => fact.Event).TakeLast(99).ToArray();
        var outcome = new Recorded(talks.Key(0), 12, 340, Guid.NewGuid(), [new RecordedEvent(Guid.NewGuid(), "meeting-scheduled.v1", 12)]);

        var stages = new List<Stage>
        {
            Time("read the command", n => CommandJson.Read(types[n], bodies[n])),
            Time("hash it", n => submissions[n].Hash()),
            Time("decide it, grow the timeline", n => Decided(n).Facts),
            Time("decide it, grow the timeline, and once more when it has landed", n => Decided(n).Appended(1_000, received)),
            Time("write its event", n => EventJson.Write(events[n])),
            Time("write and seal its event", n => Sealing.Sealed.Write(tracker.Keys, Guid.CreateVersion7(received), events[n])),
            Time("write the answer", _ => JsonSerializer.SerializeToUtf8Bytes(outcome.Answer, Json.Options)),
            Time("make and write a status", _ => JsonSerializer.SerializeToUtf8Bytes(Status.Of(talks.Key(0), known.Timeline), Json.Options)),
        };
        var next = 1_000;
        var whole = await bench.Cost(() => InProcess.Write(1, bench.Settings.Duration, _ => tracker.Record(talks.Key(0), [Command(next++)], Guid.NewGuid())));
        stages.Add(new Stage("a lone command as a whole, application", whole.ApplicationMicroseconds, 0));
        stages.Add(new Stage("a lone command as a whole, database", whole.DatabaseMicroseconds, 0));
        foreach (var stage in stages)
            Console.WriteLine($"  {stage.Name}: {stage.Microseconds:0.0} us, {stage.Bytes:0} bytes");
        return new Result([], ["Processor time, each step repeated on one thread; a lone command is measured whole with one writer."]) { Stages = stages };

        StreamAppend Decided(int number)
        {
            var appending = new StreamAppend(talks.Key(0), known, received, new Audience(received));
            appending.Decide(pending[number]);
            return appending;
        }

        Stage Time(string name, Func<int, object?> step)
        {
            Repeat(bench.Settings.Duration / 8);
            return Repeat(bench.Settings.Duration / 8);

            Stage Repeat(TimeSpan duration)
            {
                var (clock, cpu, allocated, times) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread(), 0);
                do
                {
                    for (var number = 0; number < 99; number++, times++)
                        step(number);
                }
                while (clock.Elapsed < duration);
                return new Stage(name, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / times, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)times);
            }
        }
    }

    private static Command Command(int number)
    {
        var (command, body) = Talks.Fact(number);
        return InProcess.Read(command, body);
    }
}
