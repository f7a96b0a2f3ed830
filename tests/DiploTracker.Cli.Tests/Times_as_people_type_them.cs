using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class Times_as_people_type_them(TrackerFixture tracker) : CliTest(tracker)
{
    [Theory]
    [InlineData("now", "2025-08-07T09:30:00")]
    [InlineData("3 hours ago", "2025-08-07T06:30:00")]
    [InlineData("2 weeks ago", "2025-07-24T09:30:00")]
    [InlineData("noon", "2025-08-07T09:00:00")] // in Istanbul
    [InlineData("yesterday noon", "2025-08-06T09:00:00")]
    [InlineData("Yesterday 9:15", "2025-08-06T06:15:00")]
    [InlineData("2025-08-06 23:59", "2025-08-06T20:59:00")]
    [InlineData("2025-08-06T23:59", "2025-08-06T20:59:00")]
    [InlineData("2025-08-06T23:59:00+02:00", "2025-08-06T21:59:00")]
    [InlineData("yesterday", "2025-08-06T20:59:59.9999999")] // all of it
    [InlineData("2025-08-06", "2025-08-06T20:59:59.9999999")]
    public async Task a_moment_is_meant_in_the_zone(string typed, string utc)
    {
        Clock = At("2025-08-07T09:30:00Z");
        await Diplo("status", Key, "--known-at", typed, "--zone", "Europe/Istanbul");
        var sent = Uri.UnescapeDataString(Wire.Requests[^1].Target.Split("asKnownAt=")[1]);
        DateTimeOffset.Parse(sent, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime
            .ShouldBe(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("yesterday", "2025-08-06")]
    [InlineData("2025-08-06 21:00", "2025-08-06T21:00:00+03:00")]
    [InlineData("now", "2025-08-07T12:30:00+03:00")]
    [InlineData("2025-08/..", "2025-08/..")]
    [InlineData("2025-08-06~", "2025-08-06~")]
    public async Task a_date_of_the_world_is_a_day_a_moment_or_edtf(string typed, string edtf)
    {
        Clock = At("2025-08-07T09:30:00Z");
        await Diplo("set-deadline", Key, "--id", "t", "--when", typed, "--occurred", typed, "--zone", "Europe/Istanbul");
        Wire.Requests[^1].Body.ShouldContain($"\"when\":\"{edtf}\"");
        Wire.Requests[^1].Body.ShouldContain($"\"occurred\":\"{edtf}\"");
    }

    [Theory]
    [InlineData("someday", "--known-at", "UTC")]
    [InlineData("2025-08-32 12:00", "--known-at", "UTC")]
    [InlineData("25:00", "--known-at", "UTC")]
    [InlineData("now", "--known-at", "Europe/Atlantis")]
    [InlineData("2025-03-30 02:30", "--known-at", "Europe/Berlin")] // left out there
    [InlineData("2025-10-26 02:30", "--known-at", "Europe/Berlin")] // twice there
    public async Task what_is_no_moment_is_refused(string typed, string option, string zone)
    {
        (await Diplo("status", Key, option, typed, "--zone", zone)).Code.ShouldBe(ExitCode.Usage);
        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_time_of_publication_is_not_made_up_from_a_day()
    {
        var result = await Diplo("confirm-date", Key, "--meeting", "m", "--by", "RUS", "--published-at", "yesterday");
        (result.Code, result.Error.Trim()).ShouldBe((ExitCode.Usage, "--published-at needs a time too: 'yesterday 12:00'."));
    }

    [Fact]
    public async Task times_are_shown_in_the_zone()
    {
        await ScheduledAsync();
        (await Diplo("history", Key, "--zone", "Asia/Kathmandu")).Out.ShouldMatch(@"\d\d:\d\d\+05:45");
        (await Diplo("history", Key)).Out.ShouldMatch(@"\d\d:\d\dZ");
    }

    private static FixedClock At(string time) => new(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
