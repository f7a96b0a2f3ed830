using DiploTracker.Http;
using DiploTracker.Kernel;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

/// <summary>A problem says what is wrong without sending back all that was sent, and nothing that is kept for ever acts on a terminal.</summary>
public sealed class ShortenedSpecs
{
    private static readonly string Endless = new('x', 900_000);

    [Fact]
    public void a_problem_quotes_no_more_than_can_be_read_and_still_says_how_to_mend_it()
    {
        var refusal = Problems.Malformed.Because($"`id`: '{Endless}' is not an id; an id is 1 to 64 letters.");
        refusal.Detail.Length.ShouldBeLessThanOrEqualTo(Shortened.Longest);
        refusal.Detail.ShouldStartWith("`id`: 'xxx");
        refusal.Detail.ShouldContain("characters)");
        refusal.Detail.ShouldEndWith("is not an id; an id is 1 to 64 letters.");
        (refusal with { Detail = "short" }).Detail.ShouldBe("short");
    }

    [Fact]
    public void nor_do_the_members_that_help_to_mend_it()
    {
        var errors = Enumerable.Range(0, 2 * Shortened.Most).ToDictionary(number => $"{number}{Endless[..50_000]}", _ => new[] { Endless });
        var hint = new Hint("errors", errors);
        ((Dictionary<string, string[]>)hint.Value).Count.ShouldBe(Shortened.Most);
        ((Dictionary<string, string[]>)hint.Value).ShouldAllBe(error => error.Key.Length <= Shortened.Longest && error.Value[0].Length <= Shortened.Longest);
        ((string)new Hint("party", Endless).Value).Length.ShouldBeLessThanOrEqualTo(Shortened.Longest);
        new Dependant(Guid.Empty, 1, Endless, "code").Text.Length.ShouldBeLessThanOrEqualTo(Shortened.Longest);
        new Hint("current", 12L).Value.ShouldBe(12L);
    }

    [Fact]
    public void no_character_is_cut_apart()
    {
        for (var before = 0; before < 3; before++)
            Shortened.Text(new string('x', before) + string.Concat(Enumerable.Repeat("😀", 2_000))).EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }

    [Theory]
    [InlineData("X-Recorded-By", "\u001b[31mroot")]
    [InlineData("X-Recorded-By", "a\u009bb")]
    [InlineData("X-Recorded-By", "\u202Etxt.exe")]
    [InlineData("X-Correlation-Id", "a\u2066b")]
    [InlineData("X-Causation-Id", "a\u2028b")]
    public void who_records_is_named_without_control_characters(string header, string value)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[header] = value;
        var (caller, refusal) = context.Request.Caller();
        caller.ShouldBeNull();
        refusal!.Code.ShouldBe("malformed");
        refusal.Detail.ShouldContain(header);
        Controls.In(refusal.Detail).ShouldBeFalse();
    }

    [Fact]
    public void names_in_any_script_are_fine()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Recorded-By"] = "يوري أوشاكوف\u200F, Юрий";
        context.Request.Caller().Caller!.Name.ShouldBe("يوري أوشاكوف\u200F, Юрий");
    }
}
