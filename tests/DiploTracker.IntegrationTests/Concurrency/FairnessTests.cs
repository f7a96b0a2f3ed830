using System.Runtime.Versioning;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Concurrency;

/// <summary>What takes long for one negotiation holds up no other.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FairnessTests(TrackerFixture tracker)
{
    private static readonly TimeSpan Enough = WaitTime.Longest;

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    private readonly Recorder _recorder = tracker.Node.Services.GetRequiredService<Recorder>();

    [Fact]
    public async Task while_one_command_is_being_decided_others_of_other_negotiations_are_answered()
    {
        var (busy, other) = (await tracker.Api.OpenAsync(), await tracker.Api.OpenAsync());
        using var gate = new Gate();
        var held = Task.Run(() => _recorder.Record(new Submission(busy, [new Held(gate)], Caller.Local), CancellationToken.None));
        await gate.Reached.Task.WaitAsync(Enough, Stopped);
        var behindIt = tracker.Api.DoAsync(busy, "enter-phase", """{"phase":"Agreement"}""");

        await tracker.Api.DoneAsync(other, "enter-phase", """{"phase":"Agreement"}""").WaitAsync(Enough, Stopped);
        (await tracker.Api.OpenAsync().WaitAsync(Enough, Stopped)).ShouldNotBeEmpty("nor does an opening wait, of which nothing is in memory");

        held.IsCompleted.ShouldBeFalse();
        behindIt.IsCompleted.ShouldBeFalse("commands of one negotiation keep their order");
        gate.Open();
        (await held).ShouldBeOfType<Refused>().Refusal.Code.ShouldBe("not-found");
        (await behindIt).Status.ShouldBe(200);
    }

    /// <summary>A command whose rule takes as long as the test likes.</summary>
    private sealed record Held(Gate Gate) : Command
    {
        public override Decision Decide(Negotiation negotiation)
        {
            Gate.Wait();
            return Problems.NotFound.Because("It was held.");
        }
    }

    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _opened = new();

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _opened.Set();

        public void Wait()
        {
            Reached.TrySetResult();
            _opened.Wait(Enough);
        }

        public void Dispose()
        {
            Open();
            _opened.Dispose();
        }
    }
}
