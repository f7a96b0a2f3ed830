using System.Diagnostics.Metrics;

namespace DiploTracker.Recording;

/// <summary>Metrics of the <see cref="Recorder"/>.</summary>
public sealed class RecorderMetrics(IMeterFactory meters)
{
    public const string Meter = "DiploTracker.Recording";

    private readonly Instruments _instruments = new(meters.Create(Meter));

    /// <summary>Counts an answered request and its facts.</summary>
    internal void Settled(Outcome outcome, IReadOnlyList<Negotiations.Fact> facts)
    {
        if (outcome is Refused refused)
            _instruments.Refused.Add(1, KeyValuePair.Create<string, object?>("code", refused.Refusal.Code));
        else if (facts is [])
            _instruments.Repeated.Add(1);
        else
            foreach (var fact in facts)
                _instruments.Recorded.Add(1, KeyValuePair.Create<string, object?>("command", fact.Metadata.Command));
    }

    internal void Appended(int requests, TimeSpan duration)
    {
        _instruments.Group.Record(requests);
        _instruments.Append.Record(duration.TotalSeconds);
    }

    private sealed class Instruments(Meter meter)
    {
        public readonly Counter<long> Recorded =
            meter.CreateCounter<long>("diplo.commands.recorded", "{command}", "Commands recorded, by command.");

        public readonly Counter<long> Refused =
            meter.CreateCounter<long>("diplo.requests.refused", "{request}", "Requests refused by a rule, by code.");

        public readonly Counter<long> Repeated =
            meter.CreateCounter<long>("diplo.requests.repeated", "{request}", "Requests that said only what was recorded already.");

        public readonly Histogram<int> Group =
            meter.CreateHistogram("diplo.group.size", "{request}", "Requests written in one transaction.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });

        public readonly Histogram<double> Append =
            meter.CreateHistogram("diplo.append.duration", "s", "How long the database took to append a group.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5] });
    }
}
