using CsCheck;
using DiploTracker.Kernel;
using DiploTracker.Specs.Negotiations;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>Histories to prove things on: the real ones, and generated ones in which every fact was possible.</summary>
internal static class Told
{
    private static readonly Dictionary<string, Command[]> Real = Replay.Names.ToDictionary(name => name, name => InstantsOfTheirOwn(InOrder(name)));

    private static readonly Dictionary<string, Command[]> RealDays = Replay.Names.ToDictionary(name => name, name => InOrder(name).ToArray());

    /// <summary>
    /// The same with the dates that they have: those of one day arrive in their true order among themselves.
    /// </summary>
    public static Command[] ByDay(string history) => RealDays[history];

    /// <summary>The facts of a real history in their true order, corrections left out, each at an instant of its own.</summary>
    public static Command[] Of(string history) => Real[history];

    /// <summary>The same of nobody's history: those of the generated facts that were possible one after the other.</summary>
    public static readonly Gen<Command[]> Generated = Negotiations.Generated.Plain.Array[40, 120].Select(events =>
    {
        var tracker = new DryTracker();
        var commands = InstantsOfTheirOwn(events.Where(@event => @event is not (RecordEvent or NegotiationOpened))
            .Select(@event => @event.AsSent()).Prepend(Opened.AsSent()));
        return commands.Where(command => tracker.Send(command).Refused is null).ToArray();
    });

    private static IEnumerable<Command> InOrder(string history) => Timeline.Of(Replay.Of(history).Recorded
        .Where(fact => fact.Event is not RecordEvent)
        .Select((fact, index) => fact with { Version = index + 1 })).Canonical.Select(entry => entry.Event.AsSent());

    private static Command[] InstantsOfTheirOwn(IEnumerable<Command> commands) => [.. commands.Select((command, index) => command with
    {
        Occurred = Edtf.Parse(new DateTime(2025, 1, 1).AddMinutes(index).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")),
    })];
}
