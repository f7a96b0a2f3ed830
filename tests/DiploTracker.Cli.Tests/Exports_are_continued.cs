using System.Text;
using DiploTracker.Audit;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class Exports_are_continued : CliTest
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task an_export_is_written_as_it_comes_and_continued_after_its_last_seal()
    {
        var first = Block(after: 0, through: 3);
        Tracker.Reads["/api/audit/export"] = first;
        (await Diplo("export", "--output", _file)).Code.ShouldBe(ExitCode.Done);
        (await File.ReadAllTextAsync(_file, Interrupt.Token)).ShouldBe(first);
        Tracker.Requests[^1].Target.ShouldBe("GET /api/audit/export?after=0");

        var second = Block(after: 3, through: 5);
        await File.AppendAllTextAsync(_file, second[..(second.Length / 2)], Interrupt.Token); // the connection broke
        Tracker.Reads["/api/audit/export"] = second;
        (await Diplo("export", "--output", _file)).Out.ShouldContain("up to position 5");
        (await File.ReadAllTextAsync(_file, Interrupt.Token)).ShouldBe(first + second);
        Tracker.Requests[^1].Target.ShouldBe("GET /api/audit/export?after=3");
    }

    [Fact]
    public async Task a_file_that_is_no_export_is_left_as_it_is()
    {
        await File.WriteAllTextAsync(_file, "my notes\n", Interrupt.Token);
        (await Diplo("export", "--output", _file)).Code.ShouldBe(ExitCode.Usage);
        (await File.ReadAllTextAsync(_file, Interrupt.Token)).ShouldBe("my notes\n");
    }

    [Fact]
    public async Task an_export_of_one_negotiation_is_not_continued_with_the_whole_log()
    {
        await File.WriteAllTextAsync(_file, Block(after: 0, through: 3), Interrupt.Token);
        (await Diplo("export", "--output", _file, "--negotiation", "n")).Code.ShouldBe(ExitCode.Usage);
    }

    private static string Block(int after, int through)
    {
        var (text, line) = (new StringBuilder(), new LineBuffer());
        for (var position = after + 1; position <= through; position++)
        {
            new StoredEvent(position, "n", position, Guid.Empty, "t.v1", DateTime.UnixEpoch, null, null, null, null, null, null, "{}"u8.ToArray()).Write(line);
            text.Append(Encoding.UTF8.GetString(line.Line)).Append('\n');
        }
        new Seal(after, through, null, [""], "a note").Write(line);
        return text.Append(Encoding.UTF8.GetString(line.Line)).Append('\n').ToString();
    }
}
