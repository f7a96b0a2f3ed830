using CsCheck;
using DiploTracker.Projections;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>What views look things up in, grown fact by fact, is what it would be made anew.</summary>
public sealed class CourseSpecs
{
    [Fact]
    public void grown_it_is_as_made_anew()
    {
        var grown = 0;
        ThreeTimes.Story.WithCorrections.Sample(story =>
        {
            var (timeline, course) = (Timeline.Empty, new FactIndex(Timeline.Empty));
            foreach (var fact in story.Recorded)
            {
                timeline = timeline.With(fact);
                if (course.GrowTo(timeline))
                    Interlocked.Increment(ref grown);
                else
                    course = new FactIndex(timeline);
                var anew = new FactIndex(timeline);
                course.Facts.ShouldBe(anew.Facts);
                foreach (var thing in anew.Facts.Select(entry => entry.Event.Thing).OfType<string>())
                {
                    course.Of(thing).ShouldBe(anew.Facts.Where(entry => entry.Event.Thing == thing));
                    course.PhrasesOf(thing).ShouldBe(course.Of(thing).Select(entry => entry.Event.Phrase?.Text).OfType<string>().Distinct());
                }
            }
        }, iter: 30);
        grown.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void what_is_kept_of_many_negotiations_is_theirs_and_goes_on()
    {
        var courses = new FactIndexes(mostFacts: 60);
        var histories = Negotiations.Replay.Names.ToDictionary(name => (string)name, name => Negotiations.Replay.Of(name));
        foreach (var half in (int[])[2, 1])
            foreach (var (name, timeline) in histories)
            {
                var so = Timeline.Of(timeline.Recorded.Take(timeline.Recorded.Count / half));
                courses.Of(name, so).Facts.Select(entry => entry.Fact).ShouldBe(new FactIndex(so).Facts.Select(entry => entry.Fact));
            }
        var first = histories.Values.First();
        courses.Of("a-key", first).ShouldBeSameAs(courses.Of("a-key", first));
        courses.Forget("a-key");
        courses.Of("a-key", first).Facts.ShouldBe(new FactIndex(first).Facts);
    }
}
