using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;

namespace DiploTracker.Cli.Running;

/// <summary>
/// One run of a script: sends its lines in order, judges each answer, and can resume after a broken connection. A line
/// stays pending until it is answered; only pending lines are sent again, with the keys they had.
/// </summary>
internal sealed class Run(
    DiploClient client, ChannelReader<ScriptLine> script, RunSettings settings, RunReport report)
{
    private readonly ConcurrentQueue<ScriptLine> _pending = new();
    private readonly ConcurrentDictionary<int, string> _factOfStep = new();
    private TaskCompletionSource _answered = NewSignal();
    private ScriptLine? _held;
    private RunStart? _start;
    private volatile bool _stopped;
    private volatile bool _ended;

    public Tally Tally { get; } = new();

    /// <summary>The first line that has no answer yet, or null before the first.</summary>
    public int? Reached => _pending.TryPeek(out var line) ? line.Number : _held?.Number;

    /// <summary>Runs to the end or to the refusal that stops it; throws when the connection breaks.</summary>
    public async Task ToEndAsync(CancellationToken cancellation)
    {
        _start ??= await RunStart.ReadAsync(client, settings.Negotiation, cancellation);
        do
        {
            var before = Tally.Total();
            await foreach (var answer in client.StreamAsync(Lines(cancellation), settings.OnRefusal, settings.Park, cancellation))
            {
                if (answer.Problem is { IsRefusal: false } failed)
                    throw new DiploProblemException(failed);

                _pending.TryPeek(out var line);
                Judge(line!, answer);
                report.Answered(Tally.Total());
                _pending.TryDequeue(out _);
                Interlocked.Exchange(ref _answered, NewSignal()).SetResult();
                if (_stopped)
                    return;
            }
            if (!_pending.IsEmpty && Tally.Total() == before)
                throw new StreamBrokenException("The server gave no answer.");
        }
        while (!_stopped && !(_ended && _pending.IsEmpty));
    }

    private async IAsyncEnumerable<CommandLine> Lines([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var line in _pending.ToArray())
            yield return new CommandLine(line.Json);

        while (!_stopped && (_held ??= await NextAsync(cancellation)) is { } held)
        {
            var ready = await IsReadyAsync(held, cancellation);
            if (ready)
                _pending.Enqueue(held);
            _held = null;
            if (ready)
                yield return new CommandLine(held.Json);
        }
    }

    private async ValueTask<ScriptLine?> NextAsync(CancellationToken cancellation)
    {
        if (await script.WaitToReadAsync(cancellation) && script.TryRead(out var line))
            return line;
        _ended = true;
        return null;
    }

    /// <summary>
    /// False if there is nothing to send: the line is faulty, or the fact that it is about was not recorded.
    /// </summary>
    private async ValueTask<bool> IsReadyAsync(ScriptLine line, CancellationToken cancellation)
    {
        if (line.Fault is { } fault)
            return Refuse(line, $"{fault} [malformed]");
        if (line.AboutStep is not { } step)
            return true;

        await AllAnsweredAsync(cancellation);
        if (!_factOfStep.TryGetValue(step, out var fact))
            return Refuse(line, $"step {step} recorded no fact in this run [correction-target-unknown]");
        line.Json["fact"] = fact;
        return true;
    }

    private async Task AllAnsweredAsync(CancellationToken cancellation)
    {
        for (var answered = _answered.Task; !_pending.IsEmpty; answered = _answered.Task)
            await answered.WaitAsync(cancellation);
    }

    private void Judge(ScriptLine line, LineAnswer answer)
    {
        if (answer.Problem is { } problem)
        {
            if (problem.Code == line.ExpectError)
                Tally.RefusedAsExpected++;
            else
                Refuse(line, ProblemView.Text(problem with { Index = null }));
            return;
        }
        var receipt = answer.Receipt!;
        if (line.Step is { } step && (receipt.Parked ?? receipt.Events.FirstOrDefault()?.Id) is { } fact)
            _factOfStep[step] = fact;
        if (line.ExpectError is { } expected)
            Refuse(line, $"expected the refusal {expected}, but it was recorded");
        else if (receipt.Parked is not null)
            Tally.Parked++;
        else if (receipt.Events.Count == 0 || receipt.Position <= _start!.Position)
            Tally.AlreadyThere++;
        else
            Tally.Recorded++;
    }

    private bool Refuse(ScriptLine line, string why)
    {
        Tally.Refused++;
        report.Say($"{settings.Source}:{line.Number}: {why}");
        _stopped |= settings.OnRefusal is OnRefusal.Stop;
        return false;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// The settings of a run: the name of its source, its negotiation, the effect of a refusal, whether facts may wait.
/// </summary>
internal sealed record RunSettings(string Source, string? Negotiation, OnRefusal OnRefusal, bool Park);

/// <summary>The callbacks of a run: for messages about refused lines, and for the number of lines answered.</summary>
internal sealed record RunReport(Action<string> Say, Action<long> Answered);
