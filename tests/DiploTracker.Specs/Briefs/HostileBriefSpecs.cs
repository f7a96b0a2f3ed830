using DiploTracker.Briefs;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Briefs;

/// <summary>Whatever the data holds, it stays text: it neither breaks a page nor adds to it.</summary>
public sealed class HostileBriefSpecs
{
    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder().UseAdvancedExtensions().UseEmojiAndSmiley(false).Build();

    public static TheoryData<string> Texts =>
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "</style></title><h1>Forged</h1><!-- ",
        "# Forged\n\n## What stands\n\n- nothing",
        "- a\n- b\n1. c\n> d\n\n    code",
        "**bold** _it_ `code` ~~gone~~ ^up^ $x$ ==m==",
        "[link](javascript:alert(1)) ![image](http://x/y.png) <http://a.b> http://a.b www.a.b",
        "| a | b |\n| - | - |\n| c | d |",
        "1. one", "1) one", "- item", "+ item", "=====", "---", "&lt;b&gt; &#35;",
        "\u202Eevil\u202C \u2066x \u2068y",
        "\\\\\\` a \\",
        "a\u2028b\u0085c\u001b[31md",
        "[^1]: note", "[ ] task", ":::warning", "{.class #id}",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void markdown_keeps_its_headings_and_gains_no_markup(string text)
    {
        var harmless = Markdig.Markdown.Parse(MarkdownPage.Of(Page("harmless")), GitHub);
        var page = MarkdownPage.Of(Page(text));
        var parsed = Markdig.Markdown.Parse(page, GitHub);

        Shape(parsed).ShouldBe(Shape(harmless), page);
        parsed.Descendants<LinkInline>().ShouldBeEmpty(page);
        parsed.Descendants<AutolinkInline>().ShouldBeEmpty(page);
        parsed.Descendants<HtmlInline>().ShouldBeEmpty(page);
        page.ShouldNotContain("\u202E");
        page.ShouldNotContain("\u001b");
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task html_keeps_its_elements(string text)
    {
        var page = await new HtmlPage(NullLoggerFactory.Instance).Of(Page(text));

        Elements(page).ShouldBe(Elements(await new HtmlPage(NullLoggerFactory.Instance).Of(Page("harmless"))), page);
        page.ShouldNotContain("\u202E");
        page.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task html_isolates_data_and_keeps_every_script_readable()
    {
        var page = await new HtmlPage(NullLoggerFactory.Instance).Of(Page("الأسبوع المقبل"));

        page.ShouldContain("<bdi dir=\"auto\">الأسبوع المقبل</bdi>");
        page.ShouldStartWith("<!doctype html>");
        page.ShouldContain("“<bdi dir=\"auto\" lang=\"ar\">الأسبوع المقبل</bdi>”");
    }

    [Fact]
    public void markdown_isolates_words_from_right_to_left() =>
        MarkdownPage.Of(Page("الأسبوع المقبل")).ShouldContain("\u2068الأسبوع المقبل\u2069");

    private static Briefing Page(string text) => Briefed.Page(Given(
        Opened with { Title = text, Subject = text },
        SummitProposed with { Title = text },
        SummitAccepted with { Answer = Answer.AcceptedConditionally, Conditions = [text] },
        SummitNextWeek with { Phrase = new Phrase(text, "ar") },
        new VenueDisclosed("m-summit", text),
        CeasefireProposed with { Summary = text },
        TermsFirst with { Text = text },
        CeasefireBy8August with { Subject = text },
        FrameworkSigned with { Title = text },
        Denied with { Quote = text, Language = "ar", Basis = [new Basis { Speaker = "RUS.Peskov", Via = [text] }] }).Timeline,
        since: Briefed.Since("2025-08-01"));

    // Strong is that of the dates, which are ours.
    private static string Shape(MarkdownDocument page) => string.Join('\n', page.Descendants()
        .Where(one => one is not (LiteralInline or ParagraphBlock or LineBreakInline))
        .Select(one => one is HeadingBlock heading ? $"heading {heading.Level}" : one.GetType().Name));

    private static string Elements(string page) =>
        string.Join(' ', System.Text.RegularExpressions.Regex.Matches(page[page.IndexOf("<body", StringComparison.Ordinal)..], "<[^>]*>").Select(match => match.Value));
}
