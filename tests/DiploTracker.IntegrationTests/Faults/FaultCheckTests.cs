using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>The check of the fault programme finds each kind of fault, in logs that were made up.</summary>
public sealed class FaultCheckTests
{
    private const int Opened = 2, Load = 4;

    private readonly List<FaultCheck.Row> _log = [];
    private readonly List<FaultLoad.Sent> _sent = [];
    private readonly List<string> _read = [];

    public FaultCheckTests()
    {
        foreach (var negotiation in (string[])["talks-one", "talks-two"])
            Append(negotiation, Guid.NewGuid());
        for (var number = 0; number < Load; number++)
        {
            var sent = new FaultLoad.Sent(Guid.NewGuid(), number % 2 == 0 ? "talks-one" : "talks-two", $"number {number}");
            sent.Event = Append(sent.Negotiation, sent.Key);
            _sent.Add(sent);
        }
        _read.AddRange(_log.Select(row => row.FeedId));
    }

    [Fact]
    public void a_log_that_is_as_it_was_told_passes() => FaultCheck.Holds(_log, _sent, _read, Opened);

    [Fact]
    public void an_acknowledged_fact_that_is_lost()
    {
        _log.RemoveAt(_log.Count - 1);
        _read.RemoveAt(_read.Count - 1);
        Finds("recorded once: number 3");
    }

    [Fact]
    public void a_fact_that_was_lost_and_another_in_its_place()
    {
        Replace(5, _log[5] with { Id = Guid.NewGuid(), Command = Guid.NewGuid() });
        Finds("recorded once: number 3");
    }

    [Fact]
    public void a_fact_that_is_doubled()
    {
        Append("talks-one", _sent[0].Key);
        _read.Add(_log[^1].FeedId);
        Finds("recorded once: number 0");
    }

    [Fact]
    public void a_fact_that_was_answered_as_another_event()
    {
        _sent[2].Event = Guid.NewGuid();
        Finds("recorded as the event that was answered: number 2");
    }

    [Fact]
    public void a_fact_in_another_negotiation()
    {
        Replace(5, _log[5] with { Negotiation = "talks-one", Version = 4 });
        Finds("recorded where it was sent to: number 3");
    }

    [Fact]
    public void a_fact_that_nobody_sent()
    {
        Append("talks-one", Guid.NewGuid());
        _read.Add(_log[^1].FeedId);
        Finds("nothing else recorded");
    }

    [Fact]
    public void a_command_whose_outcome_stayed_unknown()
    {
        _sent[1].Event = null;
        Finds("the outcome is known: number 1");
    }

    [Fact]
    public void a_command_that_was_refused()
    {
        _sent[1].Refused = "version-conflict";
        Finds("no command refused");
    }

    [Fact]
    public void a_position_that_is_missing()
    {
        Replace(5, _log[5] with { Position = 7 });
        Finds("positions without gaps");
    }

    [Theory]
    [InlineData(2)] // twice
    [InlineData(4)] // one is missing
    public void a_version_that_does_not_follow(long version)
    {
        Replace(4, _log[4] with { Version = version });
        Finds("versions of talks-one");
    }

    [Theory]
    [InlineData("a gap")]
    [InlineData("the end is missing")]
    [InlineData("twice")]
    [InlineData("out of order")]
    [InlineData("an event that is not in the log")]
    public void a_feed_that_is_not_the_log(string fault)
    {
        switch (fault)
        {
            case "a gap":
                _read.RemoveAt(3);
                break;
            case "the end is missing":
                _read.RemoveAt(_read.Count - 1);
                break;
            case "twice":
                _read.Insert(3, _read[3]);
                break;
            case "out of order":
                (_read[3], _read[4]) = (_read[4], _read[3]);
                break;
            default:
                _read[3] = (_log[3] with { Id = Guid.NewGuid() }).FeedId;
                break;
        }
        Finds("the feed gave each event once and in order");
    }

    private void Finds(string fault) =>
        Should.Throw<ShouldAssertException>(() => FaultCheck.Holds(_log, _sent, _read, Opened)).Message.ShouldContain(fault);

    private Guid Append(string negotiation, Guid command)
    {
        _log.Add(new(_log.Count + 1, negotiation, _log.Count(row => row.Negotiation == negotiation) + 1, Guid.NewGuid(), command));
        return _log[^1].Id;
    }

    /// <summary>Another event in the log, which the feed gave too.</summary>
    private void Replace(int index, FaultCheck.Row row) => (_log[index], _read[index]) = (row, row.FeedId);
}
