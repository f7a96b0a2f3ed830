using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using DiploTracker.Audit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.Testing;

/// <summary>A tracker on a database of its own, with a folder of its own for the key and the checkpoints.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class AuditedTracker : WebApplicationFactory<Program>
{
    private readonly string? _keys;
    private readonly string? _checkpoints;
    private readonly ILoggerProvider? _log;
    private readonly TimeProvider? _clock;

    /// <param name="keys">A folder of keys that another tracker uses too.</param>
    /// <param name="checkpoints">A folder of checkpoints that another tracker uses too.</param>
    /// <param name="clock">The clocks of the tracker's machine.</param>
    public AuditedTracker(string database, string? keys = null, ILoggerProvider? log = null, string? checkpoints = null, TimeProvider? clock = null)
    {
        (Database, _keys, _log, _checkpoints, _clock) = (database, keys, log, checkpoints, clock);
        UseKestrel(port: 0);
        StartServer();
        Http = CreateClient();
    }

    public string Database { get; }

    public string Data { get; } = Directory.CreateTempSubdirectory("diplo-audit-").FullName;

    public string Keys => _keys ?? Path.Combine(Data, "keys");

    public string Checkpoints => _checkpoints ?? Path.Combine(Data, "checkpoints");

    public HttpClient Http { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Records so many facts of one negotiation.</summary>
    public async Task Record(string key, int facts)
    {
        var lines = new StringBuilder(
            $$"""{"command":"OpenNegotiation","negotiation":"{{key}}","key":"{{key}}","title":"Talks","parties":["USA","RUS"],"occurred":"2025-08-01"}""").Append('\n');
        for (var number = 2; number <= facts; number++)
            lines.Append($$"""{"command":"RecordStatement","negotiation":"{{key}}","id":"s-{{number}}","speaker":"RUS.Ushakov","kind":"Claim","quote":"الأسبوع المقبل {{number}}","language":"ar","occurred":"2025-08-07","basis":[{"speaker":"RUS.Ushakov","via":["TASS"]}]}""").Append('\n');
        var answer = await Http.PostAsync("/api/commands", new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson"), Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        text.ShouldNotContain("\"ok\":false");
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(facts);
    }

    public async Task<JsonNode> Get(string path) => (await Http.GetFromJsonAsync<JsonNode>(path, Cancellation))!;

    /// <summary>Exports, which also seals all that is recorded.</summary>
    public async Task<string> Export(string query = "")
    {
        var file = Path.Combine(Data, $"{Guid.NewGuid():N}.ndjson");
        await File.WriteAllBytesAsync(file, await Http.GetByteArrayAsync($"/api/audit/export{query}", Cancellation), Cancellation);
        return file;
    }

    /// <summary>Waits until the views are at the head of the log.</summary>
    public Task Settled() => Folder.UntilAsync(async () => await Folder.AskAsync(Database,
        "select count(*) > 0 and coalesce(bool_and(position = (select position from diplo.log_head)) filter (where state <> 'Retired'), false) and bool_and(state <> 'Building') from diplo.views") is true,
        "the views are at the head");

    public Verdict Verify(string file) => ExportFile.Verify(file, TrustedCheckpoints.Read(Checkpoints));

    /// <summary>The reason that the gauge names; null when all are 0. Read here: /metrics has those of all trackers of this process.</summary>
    public string? StoppedByTheGauge()
    {
        var meters = Services.GetRequiredService<IMeterFactory>();
        string? stopped = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "diplo.recording.stopped" && ReferenceEquals(instrument.Meter.Scope, meters))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => stopped = value == 1 ? (string?)tags[0].Value : stopped);
        listener.Start();
        listener.RecordObservableInstruments();
        return stopped;
    }

    /// <summary>What a superuser of the database does behind the tracker's back; who forges rows knows the mark of the append too.</summary>
    public Task Tamper(string sql) => Folder.AskAsync(Database, $"set diplo.appending = 'on'; {sql}; select 1");

    public async Task<(long Position, string Reason)> FirstInvalid()
    {
        var verdict = await Get("/api/audit/verify");
        ((bool)verdict["valid"]!).ShouldBeFalse(verdict.ToJsonString());
        return ((long)verdict["firstInvalid"]!["position"]!, (string)verdict["firstInvalid"]!["reason"]!);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseSetting("ConnectionStrings:DiploTracker", Database)
        .UseSetting("DIPLO_DATA", Data)
        .UseSetting("DIPLO_KEYS", Keys)
        .UseSetting("DIPLO_CHECKPOINTS", Checkpoints)
        .UseSetting("Logging:LogLevel:Default", _log is null ? "None" : "Debug")
        .UseSetting("Logging:LogLevel:DiploTracker", _log is null ? "None" : "Debug")
        .ConfigureTestServices(services =>
        {
            if (_clock is not null)
                services.AddSingleton(_clock);
        })
        .ConfigureLogging(logging =>
        {
            if (_log is not null)
                logging.AddProvider(_log);
        });

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        NpgsqlConnection.ClearAllPools();
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
    }
}
