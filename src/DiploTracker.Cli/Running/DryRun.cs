using System.Threading.Channels;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;

namespace DiploTracker.Cli.Running;

/// <summary>
/// A run of a script that records nothing: all lines in one request, each judged after those before it.
/// </summary>
internal sealed class DryRun(Session session, ChannelReader<ScriptLine> script, RunSettings settings)
{
    private readonly Tally _tally = new();

    public async Task<int> ToEndAsync(CancellationToken cancellation)
    {
        List<ScriptLine> sent = [];
        Dictionary<int, string> factOfStep = [];
        await foreach (var line in script.ReadAllAsync(cancellation))
        {
            if (line.Fault is { } fault)
                Refuse(line, $"{fault} [malformed]");
            else if (line.AboutStep is { } about && !factOfStep.ContainsKey(about))
                Refuse(line, $"step {about} is no line before it [correction-target-unknown]");
            else
            {
                if (line.AboutStep is { } step)
                    line.Json["fact"] = factOfStep[step];
                sent.Add(line);
                if (line.Step is { } number)
                    factOfStep[number] = DiploClient.ProvisionalId(sent.Count);
            }
            if (_tally.Refused > 0 && settings.OnRefusal is OnRefusal.Stop)
                break;
        }
        await foreach (var answer in session.Client.PreviewLinesAsync(
            sent.Select(line => new CommandLine(line.Json)), OnRefusal.Continue, settings.Park, cancellation))
        {
            if (answer.Problem is { IsRefusal: false } failed)
                throw new DiploProblemException(failed);
            Judge(sent[answer.Line - 1], answer);
            if (_tally.Refused > 0 && settings.OnRefusal is OnRefusal.Stop)
                break;
        }
        if (!session.Json)
            TallyView.Write(session, _tally, "would record");
        return _tally.Refused == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private void Judge(ScriptLine line, PreviewedLine answer)
    {
        if (session.Json)
            session.Terminal.Out.WriteLine(JsonText.Escaped(answer.Json.GetRawText()));
        if (answer.Problem is { } problem)
        {
            if (problem.Code == line.ExpectError)
                _tally.RefusedAsExpected++;
            else
                Refuse(line, ProblemView.Text(problem));
            return;
        }
        if (line.ExpectError is { } expected)
        {
            Refuse(line, $"expected the refusal {expected}, but it would be recorded");
            return;
        }
        var preview = answer.Preview!;
        if (!session.Json)
            PreviewView.Write(session.Output, preview, $"{settings.Source}:{line.Number}: ");
        if (preview.Outcome == PreviewOutcomes.WouldPark)
            _tally.Parked++;
        else if (preview.Outcome == PreviewOutcomes.AlreadyRecorded)
            _tally.AlreadyThere++;
        else
            _tally.Recorded++;
    }

    private void Refuse(ScriptLine line, string why)
    {
        _tally.Refused++;
        session.Terminal.Error.WriteLine($"{settings.Source}:{line.Number}: {why}");
    }
}
