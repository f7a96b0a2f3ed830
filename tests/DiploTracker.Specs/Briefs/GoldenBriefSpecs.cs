using DiploTracker.Briefs;
using DiploTracker.Specs.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Briefs;

/// <summary>
/// Whole pages of real histories, to be read by people when they change. <c>DIPLO_WRITE_BRIEFS=1</c> writes them.
/// </summary>
public sealed class GoldenBriefSpecs
{
    [Theory]
    [InlineData("a1_seed_2025-08-07", "2025-08-06", "2025-08-05")]
    [InlineData("a1_seed_2025-08-07", "2025-08-07", "2025-08-06")]
    [InlineData("b_us_dprk_2018_2019", "2018-05-24", "2018-05-16")]
    [InlineData("b_us_dprk_2018_2019", "2019-02-08", "2018-06-12")]
    [InlineData("e_dayton_1995", "1995-10-05", "1995-09-01")]
    [InlineData("e_dayton_1995", "1995-12-14", "1995-11-01")]
    public void a_page_reads_as_it_did(string history, string asOf, string since)
    {
        var page = MarkdownPage.Of(Briefed.Page(Replay.Of(history), asOf: asOf, since: Briefed.Since(since), key: history));

        var file = $"{history}.{asOf}.md";
        if (Environment.GetEnvironmentVariable("DIPLO_WRITE_BRIEFS") is not null)
            File.WriteAllText(Path.Combine(DocsSpecs.Root, "tests", "DiploTracker.Specs", "Briefs", "Golden", file), page);
        else
            page.ShouldBe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file)));
    }
}
