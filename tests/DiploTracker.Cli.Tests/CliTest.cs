using System.Text.Json.Nodes;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>A fake tracker and the tool against it, in this process.</summary>
public abstract class CliTest : IAsyncLifetime
{
    private readonly List<string> _files = [];

    /// <summary>What Ctrl+C does.</summary>
    protected CancellationTokenSource Interrupt { get; } =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected FakeTracker Tracker { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Tracker = await FakeTracker.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
            File.Delete(file);
        Interrupt.Dispose();
        await Tracker.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected sealed record Result(int Code, string Out, string Error);

    protected Task<Result> Diplo(params string[] args) => Diplo("", terminal: false, args);

    protected async Task<Result> Diplo(string input, bool terminal, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var variables = new Dictionary<string, string> { ["DIPLO_SERVER"] = Tracker.Url };
        var code = await Tool.RunAsync(
            args,
            new Terminal(new StringReader(input), output, error, terminal, false, variables.GetValueOrDefault),
            Interrupt.Token);
        return new Result(code, output.ToString(), error.ToString());
    }

    protected static string History(string name) => Path.Combine(AppContext.BaseDirectory, "Histories", name);

    protected string Script(params string[] lines)
    {
        var file = Path.GetTempFileName();
        _files.Add(file);
        File.WriteAllLines(file, lines);
        return file;
    }

    /// <summary>Refuses what a history expects to be refused, but only until a later fact is recorded.</summary>
    protected void RefuseAsExpected(string history)
    {
        var expected = File.ReadLines(History(history))
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => line.ContainsKey("expectError"))
            .ToList();
        var refusedAt = new Dictionary<JsonObject, int>();
        Tracker.Refuse = fact =>
        {
            var hit = expected.Find(line => (string)line["kind"]! == (string?)fact["command"]
                && (string)line["date"]! == (string?)fact["occurred"]
                && line["args"]!.AsObject().All(field => JsonNode.DeepEquals(field.Value, fact[field.Key])));
            if (hit is null || (refusedAt.TryGetValue(hit, out var count) && count != Tracker.Recorded.Count))
                return null;
            refusedAt[hit] = Tracker.Recorded.Count;
            return FakeTracker.Problem(409, (string)hit["expectError"]!, "No.");
        };
    }
}
