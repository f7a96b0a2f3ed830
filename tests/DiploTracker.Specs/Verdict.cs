using DiploTracker.Kernel;
using Shouldly;

namespace DiploTracker.Specs;

/// <summary>What a command led to, to be compared with what was expected, and with what the command declares.</summary>
public sealed class Verdict(Specification given, Command command, DateTimeOffset received, Decision decision)
{
    private readonly Decision _decision = AsDeclared(command, decision);

    /// <summary>The codes with which commands were refused by their own rules.</summary>
    internal static readonly AsyncLocal<HashSet<(Type Command, string Code)>?> Refusals = new();

    public Refusal Refusal => _decision.Refusal.ShouldNotBeNull($"{command} was not refused: {_decision.Event}");

    /// <summary>The event follows; its circumstances are compared only when the expected one has a date.</summary>
    public Verdict Then(DomainEvent expected)
    {
        var actual = Event();
        actual.ShouldBe(expected.Occurred is not null ? expected : expected with
        {
            Occurred = actual.Occurred,
            Phrase = actual.Phrase,
            Basis = actual.Basis,
            Marking = actual.Marking,
            EmbargoUntil = actual.EmbargoUntil,
            Recipients = actual.Recipients,
            MarkedParts = actual.MarkedParts,
        });
        return this;
    }

    /// <summary>It is refused with that code and the status of the catalogue, and says why in a sentence.</summary>
    public Verdict ThenRefused(string code)
    {
        Refusal.Code.ShouldBe(code);
        Refusal.Status.ShouldBe(Problems.Catalogue[code].Status);
        Refusal.Detail.ShouldEndWith(".");
        Refusal.Detail.Split(' ').Length.ShouldBeGreaterThan(2);
        return this;
    }

    /// <summary>Nothing is recorded: the very same fact stands.</summary>
    public Verdict ThenNothing()
    {
        _decision.Refusal.ShouldBeNull();
        _decision.Event.ShouldBeNull();
        return this;
    }

    /// <summary>The same request once more gives nothing.</summary>
    public Verdict AndAgain()
    {
        After().When(command, received).ThenNothing();
        return this;
    }

    /// <summary>What is given, and what followed, recorded.</summary>
    public Specification After() => given.And(Event());

    /// <summary>A member that helps to mend the refusal.</summary>
    public T Hint<T>(string name) => Refusal.Hints.Single(hint => hint.Name == name).Value.ShouldBeAssignableTo<T>()!;

    // Of a refusal with dependants the code is that of a later fact, which declares it.
    private static Decision AsDeclared(Command command, Decision decision)
    {
        if (decision.Event is { } @event)
            Language.NameOf(@event).ShouldBe(Language.EventOf(command.GetType()), $"{command.GetType().Name} declares what it records");
        if (decision.Refusal is { } refusal
            && (refusal.Problem == Problems.CorrectionBreaksHistory || !refusal.Hints.Any(hint => hint.Name == "dependants")))
        {
            // An amendment is judged as the command of the fact that it amends.
            IEnumerable<Type> judged = command is Correct { Replacement: not null } ? Language.Commands.Values : [command.GetType()];
            judged.SelectMany(Language.RefusalsOf).ShouldContain(refusal.Code, $"{command.GetType().Name} declares its refusals");
            Refusals.Value?.Add((command.GetType(), refusal.Code));
        }
        return decision;
    }

    private DomainEvent Event() => _decision.Event
        ?? throw new ShouldAssertException($"{command} led to no event: {_decision.Refusal?.Detail ?? "nothing"}");
}
