using System.Text;
using CsCheck;
using DiploTracker.MeetingCalendar;
using DiploTracker.Specs.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Calendar;

/// <summary>What holds of every calendar, whatever was recorded.</summary>
public sealed class CalendarLaws
{
    private const int Many = 500;

    private static readonly MeetingCalendar.MeetingProjection View = new();

    [Fact]
    public void what_is_written_is_read_as_it_was_meant() =>
        Generated.Facts.Sample(facts =>
        {
            var timeline = Timeline.Of(facts);
            var shown = View.Project("ukraine-2025", timeline).Where(meeting => meeting is { CalendarStatus: not null, LastWhen: not null }).ToList();
            var events = timeline.Events();
            events.Select(@event => @event.Uid).ShouldBe(shown.Select(meeting => meeting.Uid));
            foreach (var (@event, meeting) in events.Zip(shown))
            {
                (@event.Status, @event.Sequence).ShouldBe((meeting.CalendarStatus, meeting.Sequence));
                @event.Value("X-EDTF").ShouldBe(meeting.LastWhen!.Text);
                @event.Summary.ShouldBe(ContentLines.Clean(EventText.Summary(meeting)));
                @event.Description.ShouldBe(ContentLines.Clean(EventText.Description(meeting)));
                var (earliest, latest) = (meeting.LastWhen.Earliest, meeting.LastWhen.Latest);
                if (@event.Start!.HasTime)
                    ReadCalendar.Instant(@event.Start).ShouldBe((earliest == DateTimeOffset.MinValue ? latest : earliest).UtcDateTime);
                else if (earliest > DateTimeOffset.MinValue)
                    @event.Start.Date.ShouldBe(DateOnly.FromDateTime(earliest.UtcDateTime));
                if (@event.End is { HasTime: false } end)
                    end.Date.ShouldBe(DateOnly.FromDateTime(latest.UtcDateTime).AddDays(1));
            }
        }, iter: Many);

    [Fact]
    public void no_line_is_longer_than_75_octets_and_no_character_is_lost() =>
        Generated.Facts.Sample(facts =>
        {
            var written = Timeline.Of(facts).Written();
            written.Lines().ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
            Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(written)).ShouldBe(written);
            written.ShouldEndWith("END:VCALENDAR\r\n");
            written.Replace("\r\n", "").ShouldNotContain(letter => char.IsControl(letter) && letter != '\t');
        }, iter: Many);

    /// <summary>Programs ignore an event whose SEQUENCE is below the one they have.</summary>
    [Fact]
    public void sequence_never_falls_while_a_story_is_told_in_whatever_order() =>
        Generated.Plain.Array[0, 30].Sample(events =>
        {
            var timeline = Timeline.Of([Recorded(Opened.On("2025-01-01"), 1)]);
            Dictionary<string, int> sequences = [];
            foreach (var @event in events)
            {
                if (timeline.Decider.Decide(@event.AsSent(), Received).Event is not { } fact)
                    continue;
                timeline = timeline.With(Recorded(fact, timeline.Version + 1));
                foreach (var meeting in View.Project("ukraine-2025", timeline))
                {
                    meeting.Sequence.ShouldBeGreaterThanOrEqualTo(sequences.GetValueOrDefault(meeting.Id));
                    sequences[meeting.Id] = meeting.Sequence;
                }
            }
        }, iter: Many);
}
