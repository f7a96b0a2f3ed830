using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class SetDeadlineSpecs
{
    private static readonly DeadlineSet ToThe10th = new("t-ceasefire", Date("2025-08-10"), null);

    private static DeadlineClosed Closed(bool met) => new("t-ceasefire", met);

    [Fact]
    public void a_deadline_is_set()
    {
        var given = Given(Opened).When(new SetDeadline("t-ceasefire", Date("2025-08-08"), "ceasefire"))
            .Then(CeasefireBy8August).AndAgain().After();

        given.Deadline("t-ceasefire").ShouldBe(new Deadline("t-ceasefire", Date("2025-08-08"), "ceasefire"));
    }

    [Fact]
    public void a_later_one_extends_it()
    {
        Given(Opened, CeasefireBy8August).When(new SetDeadline("t-ceasefire", Date("2025-08-10"))).Then(ToThe10th);

        Given(Opened, CeasefireBy8August, ToThe10th, ToThe10th with { When = Date("2025-08-12") }).Deadline("t-ceasefire")
            .ShouldBe(new Deadline("t-ceasefire", Date("2025-08-12"), "ceasefire") { Extensions = 2 });
    }

    [Theory]
    [InlineData("2025-08-08")]
    [InlineData("2025-08-07")]
    public void one_that_is_not_later_does_not(string when) =>
        Given(Opened, CeasefireBy8August).When(new SetDeadline("t-ceasefire", Date(when)))
            .ThenRefused("deadline-not-extended");

    [Fact]
    public void one_that_was_met_is_not_extended() =>
        Given(Opened, CeasefireBy8August, Closed(met: true)).When(new SetDeadline("t-ceasefire", Date("2025-08-10")))
            .ThenRefused("deadline-met");

    [Fact]
    public void one_that_was_missed_runs_again() =>
        Given(Opened, CeasefireBy8August, Closed(met: false)).When(new SetDeadline("t-ceasefire", Date("2025-08-10")))
            .Then(ToThe10th)
            .After().Deadline("t-ceasefire").Status.ShouldBe(DeadlineStatus.Running);

    [Fact]
    public void it_is_well_formed()
    {
        Given(Opened).When(new SetDeadline("t-ceasefire", NotADate)).ThenRefused("edtf-invalid");
        Given(Opened).When(new SetDeadline("T 1", Date("2025-08-08"))).ThenRefused("malformed");
    }
}

public sealed class CloseDeadlineSpecs
{
    [Theory]
    [InlineData(true, DeadlineStatus.Met)]
    [InlineData(false, DeadlineStatus.Missed)]
    public void a_deadline_is_met_or_missed(bool met, DeadlineStatus status) =>
        Given(Opened, CeasefireBy8August).When(new CloseDeadline("t-ceasefire", met))
            .Then(new DeadlineClosed("t-ceasefire", met)).AndAgain()
            .After().Deadline("t-ceasefire").Status.ShouldBe(status);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void once(bool before, bool now) =>
        Given(Opened, CeasefireBy8August, new DeadlineClosed("t-ceasefire", before))
            .When(new CloseDeadline("t-ceasefire", now)).ThenRefused("deadline-closed");

    [Fact]
    public void it_is_known() => Given(Opened).When(new CloseDeadline("t-ceasefire", Met: true))
        .ThenRefused("deadline-unknown");
}
