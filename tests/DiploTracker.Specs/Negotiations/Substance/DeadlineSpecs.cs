using DiploTracker.Kernel;
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

        Given(Opened).When(new SetDeadline("t-ceasefire", Date("2025-08-08"), "ceasefire", "USA.Trump", ["RUS"]))
            .Then(CeasefireBy8August with { By = "USA.Trump", To = ["RUS"] })
            .After().Deadline("t-ceasefire").ShouldBe(new Deadline("t-ceasefire", Date("2025-08-08"), "ceasefire") { By = "USA", To = ["RUS"] });
        Given(Opened).When(new SetDeadline("t-ceasefire", Date("2025-08-08"), By: "CHN")).ThenRefused("unknown-party");
        Given(Opened).When(new SetDeadline("t-ceasefire", Date("2025-08-08"), To: ["CHN"])).ThenRefused("unknown-party");

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
    [InlineData("2025-08-08T23:30-08:00")]
    [InlineData("2025-08-08T12:00Z")]
    public void one_that_is_not_later_does_not(string when) =>
        Given(Opened, CeasefireBy8August).When(new SetDeadline("t-ceasefire", Date(when)))
            .ThenRefused("deadline-not-extended");

    [Theory]
    [InlineData("2025-08-08T18:00+03:00", "2025-08-08T18:00Z", true)]
    [InlineData("2025-08-08T18:00+03:00", "2025-08-08T15:00Z", false)]
    [InlineData("2025-08-08T18:00Z", "2025-08-09T02:00+12:00", false)]
    public void two_times_are_compared_as_instants(string from, string to, bool isLater)
    {
        var verdict = Given(Opened, CeasefireBy8August with { When = Date(from) }).When(new SetDeadline("t-ceasefire", Date(to)));
        if (isLater)
            verdict.After().Deadline("t-ceasefire").Extensions.ShouldBe(1);
        else
            verdict.ThenRefused("deadline-not-extended");
    }

    [Theory]
    [InlineData("[2019-04-12,2019-05-22]", "2019-04-12")]
    [InlineData("2019-04", "2019-04-12")]
    [InlineData("2019-04", "2019-04-10/2019-04-30")]
    [InlineData("../2019-04-12", "2019-04-12")]
    [InlineData("2019-04-10/2019-04-12", "2019-04-11T12:00+02:00")]
    public void several_days_are_narrowed_to_fewer(string days, string fewer)
    {
        var narrowed = Given(Opened, CeasefireBy8August with { When = Date(days) }).When(new SetDeadline("t-ceasefire", Date(fewer)))
            .Then(ToThe10th with { When = Date(fewer) }).After().Deadline("t-ceasefire");

        (narrowed.When, narrowed.Extensions).ShouldBe((Date(fewer), 0));
    }

    [Theory]
    [InlineData("[2019-04-12,2019-05-22]", "2019-04-13")]
    [InlineData("2019-04", "2019-04-01/2019-04-30")]
    [InlineData("2019-04", "2019-03-30")]
    public void to_other_days_or_the_same_they_are_not(string days, string others) =>
        Given(Opened, CeasefireBy8August with { When = Date(days) }).When(new SetDeadline("t-ceasefire", Date(others)))
            .ThenRefused("deadline-not-extended");

    [Fact]
    public void a_missed_one_is_not_narrowed() =>
        Given(Opened, CeasefireBy8August with { When = Date("2025-08") }, Closed(met: false)).When(new SetDeadline("t-ceasefire", Date("2025-08-10")))
            .ThenRefused("deadline-not-extended");

    [Theory]
    [InlineData("2025-08-10")]
    [InlineData("2025-08-01")]
    public void one_that_was_called_off_is_set_again(string when)
    {
        var deadline = Given(Opened, CeasefireBy8August, new DeadlineClosed("t-ceasefire", null, DeadlineClosing.CalledOff))
            .When(new SetDeadline("t-ceasefire", Date(when))).Then(ToThe10th with { When = Date(when) }).After().Deadline("t-ceasefire");

        (deadline.Status, deadline.When, deadline.Extensions).ShouldBe((DeadlineStatus.Running, Date(when), 0));
    }

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
    [InlineData(DeadlineClosing.Met, true)]
    [InlineData(DeadlineClosing.Missed, false)]
    public void met_is_the_short_form(DeadlineClosing how, bool met)
    {
        var given = Given(Opened, CeasefireBy8August);

        given.When(new CloseDeadline("t-ceasefire", How: how)).Then(new DeadlineClosed("t-ceasefire", met)).AndAgain();
        given.When(new CloseDeadline("t-ceasefire", met, how)).Then(new DeadlineClosed("t-ceasefire", met));
        given.When(new CloseDeadline("t-ceasefire", !met, how)).ThenRefused("malformed");
        given.When(new CloseDeadline("t-ceasefire", met, DeadlineClosing.CalledOff)).ThenRefused("malformed");
    }

    [Fact]
    public void it_may_be_called_off() =>
        Given(Opened, CeasefireBy8August).When(new CloseDeadline("t-ceasefire", How: DeadlineClosing.CalledOff))
            .Then(new DeadlineClosed("t-ceasefire", null, DeadlineClosing.CalledOff)).AndAgain()
            .After().Deadline("t-ceasefire").Status.ShouldBe(DeadlineStatus.CalledOff);

    [Fact]
    public void how_it_closes_is_a_word_of_the_language()
    {
        Given(Opened, CeasefireBy8August).When(new CloseDeadline("t-ceasefire", How: new Word<DeadlineClosing>("Forgotten")))
            .ThenRefused("close-kind-unknown");
        Given(Opened, CeasefireBy8August).When(new CloseDeadline("t-ceasefire")).ThenRefused("malformed");
    }

    [Theory]
    [InlineData("2025-08-08", "2025-08-07", false)]
    [InlineData("2025-08-08", "2025-08-08", true)]
    [InlineData("2025-08-08", "2025-08-07T23:59-10:00", false)]
    [InlineData("2025-08-08", "2025-08-08T00:30+14:00", true)]
    [InlineData("2025-08-08", "2025-08", true)]
    [InlineData("[2025-08-06,2025-08-09]", "2025-08-08", false)]
    [InlineData("2025-08-08/..", "2025-08-20", false)]
    [InlineData("2025-08-08T18:00Z", "2025-08-08T20:59+03:00", false)]
    [InlineData("2025-08-08T18:00Z", "2025-08-08T21:00+03:00", true)]
    [InlineData("2025-08-08T18:00Z", "2025-08-08", true)]
    public void it_is_missed_from_its_last_day_on(string when, string occurred, bool isMissed)
    {
        var given = Given(Opened.On("2025-08-01"), (CeasefireBy8August with { When = Date(when) }).On("2025-08-01"));

        given.When(new CloseDeadline("t-ceasefire", Met: true).On(occurred)).Then(new DeadlineClosed("t-ceasefire", true));
        var missed = given.When(new CloseDeadline("t-ceasefire", Met: false).On(occurred));
        if (isMissed)
            missed.Then(new DeadlineClosed("t-ceasefire", false));
        else
            missed.ThenRefused("deadline-not-passed");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void once(bool before, bool now) =>
        Given(Opened, CeasefireBy8August, new DeadlineClosed("t-ceasefire", before))
            .When(new CloseDeadline("t-ceasefire", now)).ThenRefused("deadline-closed");

    [Fact]
    public void one_that_was_called_off_is_closed() =>
        Given(Opened, CeasefireBy8August, new DeadlineClosed("t-ceasefire", null, DeadlineClosing.CalledOff))
            .When(new CloseDeadline("t-ceasefire", Met: true)).ThenRefused("deadline-closed");

    [Fact]
    public void it_is_known() => Given(Opened).When(new CloseDeadline("t-ceasefire", Met: true))
        .ThenRefused("deadline-unknown");
}
