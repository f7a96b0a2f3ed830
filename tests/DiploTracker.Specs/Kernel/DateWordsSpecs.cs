using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

/// <summary>Dates in words: by themselves, as a noun in a sentence, and with a preposition.</summary>
public sealed class DateWordsSpecs
{
    [Theory]
    [InlineData("2025-08-15", "Fri 15 August 2025", "Friday 15 August 2025", "on Friday 15 August 2025")]
    [InlineData("2025-08-06~", "around Wed 6 August 2025", "around Wednesday 6 August 2025", "around Wednesday 6 August 2025")]
    [InlineData("2025-08-06?", "perhaps Wed 6 August 2025", "perhaps Wednesday 6 August 2025", "perhaps on Wednesday 6 August 2025")]
    [InlineData("2025-08%", "perhaps around August 2025", "perhaps around August 2025", "perhaps around August 2025")]
    [InlineData("2025-08-15T11:30-08:00", "Fri 15 August 2025 at 11:30 (UTC−08:00)",
        "Friday 15 August 2025 at 11:30 (UTC−08:00)", "on Friday 15 August 2025 at 11:30 (UTC−08:00)")]
    [InlineData("2025-08-15T11:30:00Z", "Fri 15 August 2025 at 11:30 UTC",
        "Friday 15 August 2025 at 11:30 UTC", "on Friday 15 August 2025 at 11:30 UTC")]
    [InlineData("2025-08-15T11:30:05Z", "Fri 15 August 2025 at 11:30:05 UTC",
        "Friday 15 August 2025 at 11:30:05 UTC", "on Friday 15 August 2025 at 11:30:05 UTC")]
    [InlineData("2025-08", "August 2025", "August 2025", "in August 2025")]
    [InlineData("2025-08-XX", "one day in August 2025", "one day in August 2025", "on one day in August 2025")]
    [InlineData("2025-XX-XX", "one day in 2025", "one day in 2025", "on one day in 2025")]
    [InlineData("2025", "2025", "2025", "in 2025")]
    [InlineData("2025-22", "summer 2025", "summer 2025", "in summer 2025")]
    [InlineData("2025-24", "winter 2025–26", "winter 2025–26", "in winter 2025–26")]
    [InlineData("2025-35", "the third quarter of 2025", "the third quarter of 2025", "in the third quarter of 2025")]
    [InlineData("2025-37", "the first third of 2025", "the first third of 2025", "in the first third of 2025")]
    [InlineData("2025-41", "the second half of 2025", "the second half of 2025", "in the second half of 2025")]
    [InlineData("[2025-08-11..2025-08-17]", "one day, Mon 11 to Sun 17 August 2025",
        "one day between 11 and 17 August 2025", "on one day between 11 and 17 August 2025")]
    [InlineData("[2025-08-28..2025-09-03]", "one day, Thu 28 August to Wed 3 September 2025",
        "one day between 28 August and 3 September 2025", "on one day between 28 August and 3 September 2025")]
    [InlineData("[2025-12-30..2026-01-02]", "one day, Tue 30 December 2025 to Fri 2 January 2026",
        "one day between 30 December 2025 and 2 January 2026", "on one day between 30 December 2025 and 2 January 2026")]
    [InlineData("[2025-08-11,2025-08-13,2025-08-15]", "one day, Mon 11, Wed 13 or Fri 15 August 2025",
        "11, 13 or 15 August 2025", "on 11, 13 or 15 August 2025")]
    [InlineData("[2025-08-31,2025-09-01]", "one day, Sun 31 August 2025 or Mon 1 September 2025",
        "31 August 2025 or 1 September 2025", "on 31 August 2025 or 1 September 2025")]
    [InlineData("[..2025-08-17]", "one day, until Sun 17 August 2025",
        "one day until 17 August 2025", "on one day until 17 August 2025")]
    [InlineData("[2025-08-11..]", "one day, from Mon 11 August 2025 on",
        "one day from 11 August 2025 on", "on one day from 11 August 2025 on")]
    [InlineData("2025-08-11/2025-08-17", "Mon 11 to Sun 17 August 2025", "11 to 17 August 2025", "from 11 to 17 August 2025")]
    [InlineData("2025-07/2025-08", "July to August 2025", "July to August 2025", "from July to August 2025")]
    [InlineData("2025-08-11/..", "from Mon 11 August 2025 on", "from 11 August 2025 on", "from 11 August 2025 on")]
    [InlineData("../2025-08-17", "until Sun 17 August 2025", "until 17 August 2025", "until 17 August 2025")]
    [InlineData("2025-08-15T10:00Z/2025-08-15T14:00Z", "Fri 15 August 2025 at 10:00 UTC to 14:00 UTC",
        "15 August 2025 at 10:00 UTC to 14:00 UTC", "from 15 August 2025 at 10:00 UTC to 14:00 UTC")]
    [InlineData("2025-08-01/[2025-08-11..2025-08-17]", "from Fri 1 August 2025 to one day, Mon 11 to Sun 17 August 2025",
        "from 1 August 2025 to one day between 11 and 17 August 2025",
        "from 1 August 2025 to one day between 11 and 17 August 2025")]
    [InlineData("2025-08-06~/2025-08-09", "around Wed 6 August 2025 to Sat 9 August 2025",
        "around 6 August 2025 to 9 August 2025", "from around 6 August 2025 to 9 August 2025")]
    [InlineData("next week", "next week", "next week", "next week")]
    public void a_date_is_worded_as_precisely_as_it_was_stated(string text, string alone, string noun, string adverb)
    {
        var date = Edtf.Of(text);
        DateWords.Of(date).ShouldBe(alone);
        DateWords.Noun(date).ShouldBe(noun);
        DateWords.When(date).ShouldBe(adverb);
    }
}
