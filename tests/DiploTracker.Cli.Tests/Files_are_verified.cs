using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>What <c>diplo verify</c> says of files and folders that cannot be what was meant.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class Files_are_verified(TrackerFixture tracker) : CliTest(tracker)
{
    [Theory]
    [InlineData("verify", "{folder}/nothing", "--checkpoints", "{folder}", "There is no file")]
    [InlineData("verify", "{folder}", "--checkpoints", "{folder}", "There is no file")]
    [InlineData("verify", "{file}", "--checkpoints", "{folder}/nothing", "There is no folder")]
    [InlineData("verify", "{file}", "--checkpoints", "{file}", "There is no folder")]
    public async Task what_is_not_there_is_named(params string[] args)
    {
        var file = await Written("log.ndjson", "{}\n");
        var named = Array.ConvertAll(args, arg => arg.Replace("{folder}", TestFolder).Replace("{file}", file));
        var (code, output, error) = await Diplo(named[..^1]);
        (code, output).ShouldBe((ExitCode.Usage, ""));
        error.ShouldContain(args[^1]);
    }

    [Fact]
    public async Task without_checkpoints_it_is_not_run_at_all() =>
        (await Diplo("verify", await Written("log.ndjson", "{}\n"))).Code.ShouldBe(ExitCode.Usage);

    [Fact]
    public async Task what_cannot_be_read_is_no_server_that_was_not_reached()
    {
        var file = await Written("log.ndjson", "{}\n");
        File.CreateSymbolicLink(Path.Combine(TestFolder, "of-the-moon.checkpoint"), Path.Combine(TestFolder, "gone"));
        var (code, _, error) = await Diplo("verify", file, "--checkpoints", TestFolder);
        code.ShouldBe(ExitCode.Usage);
        error.ShouldStartWith("Nothing was verified:");
    }

    [Fact]
    public async Task what_no_key_signed_is_named_and_not_used()
    {
        await Written("0000000000000001.checkpoint", "diplotracker/x\n1\nAAAA\n\n");
        await Written("broken.vkey", "no key");
        var (code, output, error) = await Diplo("verify", await Written("log.ndjson", "{}\n"), "--checkpoints", TestFolder);
        code.ShouldBe(ExitCode.Refused);
        output.ShouldStartWith("NOT valid. First wrong: event 1");
        error.ShouldContain("0000000000000001.checkpoint");
        error.ShouldContain("broken.vkey");
    }

    private async Task<string> Written(string name, string text)
    {
        var file = Path.Combine(TestFolder, name);
        await File.WriteAllTextAsync(file, text, Interrupt.Token);
        return file;
    }
}
