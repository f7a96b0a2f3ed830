using System.Text;
using DiploTracker.Recording;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Audit;

public sealed class RecordingHeadersSpecs
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void what_was_written_is_read_back(int restsOnNext)
    {
        var id = Guid.Parse("01990000-0000-7000-8000-000000000001");
        var written = RecordingHeaders.Write(new DiploTracker.Negotiations.EventMetadata("OpenNegotiation", id, "desk", null, null, restsOnNext));

        RecordingHeaders.Read(written).ShouldBe(new RecordingHeaders("OpenNegotiation", id, restsOnNext == 0 ? null : restsOnNext));
    }

    [Theory]
    [InlineData("""{"command": "OpenNegotiation", "note": "put here by somebody else"}""", "note")]
    [InlineData("""{"Command": "OpenNegotiation"}""", "Command")]
    public void what_the_tracker_does_not_write_is_not_passed_over(string json, string name) =>
        Should.Throw<InvalidOperationException>(() => RecordingHeaders.Read(Encoding.UTF8.GetBytes(json))).Message.ShouldContain($"'{name}'");
}
