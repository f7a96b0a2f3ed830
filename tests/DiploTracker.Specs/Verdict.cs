using DiploTracker.Kernel;
using Shouldly;

namespace DiploTracker.Specs;

/// <summary>What a command led to, to be compared with what was expected.</summary>
public sealed class Verdict(Specification given, Command command, DateTimeOffset received, Decision decision)
{
    public Refusal Refusal => decision.Refusal.ShouldNotBeNull($"{command} was not refused: {decision.Event}");

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
        decision.Refusal.ShouldBeNull();
        decision.Event.ShouldBeNull();
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

    private DomainEvent Event() => decision.Event
        ?? throw new ShouldAssertException($"{command} led to no event: {decision.Refusal?.Detail ?? "nothing"}");
}
