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
        Tracker.Reads["/api/audit/proofs/consistency"] = Root(through: 3);
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

    [Fact]
    public async Task an_export_of_another_log_is_not_continued()
    {
        var other = Block(after: 0, through: 3);
        await File.WriteAllTextAsync(_file, other, Interrupt.Token);
        Tracker.Reads["/api/audit/export"] = Block(after: 3, through: 5);
        Tracker.Reads["/api/audit/proofs/consistency"] = Root(through: 2);
        var (code, _, error) = await Diplo("export", "--output", _file);
        (code, await File.ReadAllTextAsync(_file, Interrupt.Token)).ShouldBe((ExitCode.Usage, other));
        error.ShouldContain("it is of another log, or this one was rewritten");

        Tracker.Reads.Remove("/api/audit/proofs/consistency"); // a log that is shorter
        (await Diplo("export", "--output", _file)).Code.ShouldBe(ExitCode.Usage);
    }

    private static string Root(int through)
    {
        var tree = new Frontier();
        for (var position = 1; position <= through; position++)
            tree.Add(Merkle.Leaf(Event(position)));
        return $$"""{"from":{{through}},"fromRoot":"{{Convert.ToBase64String(tree.Root())}}"}""";
    }

    private static byte[] Event(int position)
    {
        var line = new LineBuffer();
        new StoredEvent(position, "n", position, Guid.Empty, "t.v1", DateTime.UnixEpoch, null, null, null, null, null, null, "{}"u8.ToArray()).Write(line);
        return line.Line.ToArray();
    }

    private static string Block(int after, int through)
    {
        var (text, line) = (new StringBuilder(), new LineBuffer());
        var events = Enumerable.Range(after + 1, through - after).Select(Event).ToList();
        foreach (var written in events)
            text.Append(Encoding.UTF8.GetString(written)).Append('\n');
        new Seal(after, through, null, [Seal.Joined(events.Select(written => Merkle.Leaf(written)))], "a note").Write(line);
        return text.Append(Encoding.UTF8.GetString(line.Line)).Append('\n').ToString();
    }
}
