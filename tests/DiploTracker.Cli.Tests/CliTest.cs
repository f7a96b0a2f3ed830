using System.Runtime.Versioning;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>The tool in this process, over a connection of its own to a tracker.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class CliTest(TrackerFixture tracker) : IAsyncLifetime
{
    protected const string Unreachable = "http://127.0.0.1:1";

    protected const string User = "lena";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diplo-cli-");

    /// <summary>What Ctrl+C does.</summary>
    protected CancellationTokenSource Interrupt { get; } =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    /// <summary>A negotiation of this test alone; <see cref="OpenAsync"/> opens it.</summary>
    protected string Key { get; } = Api.NewKey();

    protected Wire Wire { get; private set; } = null!;

    /// <summary>The clock by which the tool means "now".</summary>
    protected TimeProvider Clock { get; set; } = TimeProvider.System;

    protected string TestFolder => _folder.FullName;

    /// <summary>The tracker that the tool speaks to.</summary>
    protected virtual Task<Uri> TrackerAsync() => Task.FromResult(tracker.Node.Address);

    private protected Api Api => tracker.Api;

    public virtual async ValueTask InitializeAsync() => Wire = await Wire.StartAsync(await TrackerAsync());

    public virtual async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        Interrupt.Dispose();
        await Wire.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected sealed record Result(int Code, string Out, string Error);

    protected Task<Result> Diplo(params string[] args) => Diplo("", terminal: false, args);

    protected async Task<Result> Diplo(string input, bool terminal, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var variables = new Dictionary<string, string>
        {
            ["DIPLO_SERVER"] = Wire.Url, ["DIPLO_ZONE"] = "UTC", ["DIPLO_RECORDED_BY"] = User, ["DIPLO_STATE"] = TestFolder,
        };
        var code = await Tool.RunAsync(
            args,
            new Terminal(new StringReader(input), output, error, terminal, false, variables.GetValueOrDefault) { Clock = Clock },
            Interrupt.Token);
        return new Result(code, output.ToString(), error.ToString());
    }

    protected static string History(string name) => Path.Combine(AppContext.BaseDirectory, "Histories", name);

    protected string Script(params string[] lines)
    {
        var file = Path.Combine(TestFolder, $"{Guid.NewGuid():N}.jsonl");
        File.WriteAllLines(file, lines);
        return file;
    }

    /// <summary>Opens the negotiation of this test: USA (mediating), RUS and UKR.</summary>
    protected Task OpenAsync(string title = "Settlement") => Api.OpenAsync(Key, title);

    /// <summary>Opens it, with a summit that is agreed and scheduled; gives the answer to each command after the
    /// opening.</summary>
    private protected async Task<Answer[]> ScheduledAsync()
    {
        await OpenAsync();
        return
        [
            await DoneAsync("propose-summit", """{"id":"m","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}"""),
            await DoneAsync("answer-proposal", """{"id":"m","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}"""),
            await DoneAsync("schedule-meeting", """{"meeting":"m","when":"2025-08-15","occurred":"2025-08-04"}"""),
        ];
    }

    private protected Task<Answer> DoneAsync(string command, string json) => Api.DoneAsync(Key, command, json);

    /// <summary>How many facts are recorded in the negotiation of this test.</summary>
    protected async Task<long> RecordedAsync() => (await Api.StatusAsync(Key)).Version;

    /// <summary>Facts as the history gives them, in the order in which they were recorded.</summary>
    private protected async Task<System.Text.Json.Nodes.JsonArray> FactsAsync() =>
        (await Api.GetAsync($"/api/negotiations/{Key}/history?order=recorded&limit=500"))["items"]!.AsArray();
}
