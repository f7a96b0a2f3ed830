using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Audit;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using DiploTracker.Statuses;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Audit;

/// <summary>
/// A log that an earlier version recorded over HTTP, with its keys, its checkpoints and the states that it answered:
/// <c>EarlierLog/README.md</c> describes the files.
/// </summary>
public sealed class EarlierLogSpecs : IDisposable
{
    private static readonly string Folder = Path.Combine(DocsSpecs.Root, "tests/DiploTracker.Specs/Audit/EarlierLog");
    private readonly DirectoryInfo _own = Directory.CreateTempSubdirectory("earlier-keys-");
    private readonly Keys _keys;

    public EarlierLogSpecs()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "keys")))
            File.Copy(file, Path.Combine(_own.FullName, Path.GetFileName(file)));
        _keys = new Keys(_own.FullName);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _own.Delete(recursive: true);
    }

    [Fact]
    public void it_is_the_log_that_was_sealed_then()
    {
        var trusted = TrustedCheckpoints.Read(Path.Combine(Folder, "checkpoints"));
        var verdict = ExportFile.Verify(FileOf("log.ndjson"), trusted);
        (verdict.Valid, verdict.Checked, verdict.Problem).ShouldBe((true, 76, null));
    }

    [Fact]
    public void it_folds_to_the_states_of_then_but_for_rules_that_were_wrong()
    {
        var timeline = Timeline.Of(StoredEvents().Select(stored => stored.Read(_keys)));
        List<string> differences = [];
        foreach (var line in File.ReadLines(FileOf("states.ndjson")).Select(line => JsonNode.Parse(line)!))
        {
            var status = JsonNode.Parse(StatusOf(timeline.At(MomentOf((string)line["at"]!))));
            Compare((string)line["at"]!, "", line["status"], status, differences);
        }
        var named = File.ReadLines(FileOf("differences.txt")).Where(line => line.Length > 0 && line[0] != '#');
        differences.ShouldBe(named, ignoreOrder: true);
    }

    [Fact]
    public void its_facts_one_after_the_other_end_in_the_same_state()
    {
        var timeline = Timeline.Empty;
        foreach (var fact in StoredEvents().Select(stored => stored.Read(_keys)))
        {
            timeline = timeline.With(fact);
            timeline.EventOf(fact).Describe().ShouldNotBeEmpty();
        }
        StatusOf(timeline).ShouldBe(StatusOf(Timeline.Of(timeline.Recorded)));
    }

    [Fact]
    public void a_request_repeated_under_its_key_is_known_again()
    {
        foreach (var request in File.ReadLines(FileOf("requests.ndjson")).Select(line => JsonNode.Parse(line)!))
        {
            var type = Language.Commands[(string)request["command"]!];
            var (command, refusal) = CommandJson.Read(type, (JsonObject)request["body"]!.DeepClone());
            command.ShouldNotBeNull($"{request.ToJsonString()}: {refusal?.Detail}");
            var negotiation = (string)(request["body"]!["key"] ?? request["negotiation"])!;
            var hash = _keys.Blinded(new Submission(negotiation, [command], Caller.Local).Hash());
            Convert.ToHexStringLower(hash).ShouldBe((string)request["hash"]!, request.ToJsonString());
        }
    }

    private static string FileOf(string name) => Path.Combine(Folder, name);

    private static IEnumerable<StoredFact> StoredEvents()
    {
        foreach (var line in File.ReadLines(FileOf("log.ndjson")).Select(line => Encoding.UTF8.GetBytes(line)).Where(line => !Seal.IsOne(line)))
        {
            var stored = StoredEventLine.Read(line);
            var headers = new RecordingHeaders(stored.Command!, stored.CommandId!.Value, stored.RestsOnNext);
            yield return new StoredFact(
                stored.Negotiation, stored.Position, stored.Version, stored.Id, new DateTimeOffset(stored.RecordedAt),
                stored.Type, stored.Data.ToArray(), stored.RecordedBy, stored.CorrelationId, stored.CausationId,
                JsonSerializer.SerializeToUtf8Bytes(headers, RecordingHeaders.Json));
        }
    }

    private static string StatusOf(Timeline timeline) => JsonSerializer.Serialize(NegotiationStatus.Of("zoo", timeline), Json.Options);

    private static Moment MomentOf(string query) => query.Split('=') switch
    {
        ["asOf", var date] => new Moment(AsOf: Edtf.Parse(date)),
        ["asKnownAt", var time] => new Moment(KnownAt: DateTimeOffset.Parse(time)),
        ["asReportedAt", var time] => new Moment(ReportedAt: MomentQuery.TimeOrDay("asReportedAt", time).Moment),
        _ => Moment.Now,
    };

    /// <summary>What was answered then and is answered otherwise now; members that came later do not count.</summary>
    private static void Compare(string at, string path, JsonNode? then, JsonNode? now, List<string> differences)
    {
        if (then is JsonObject before && now is JsonObject after)
            foreach (var (name, value) in before)
                Compare(at, path.Length == 0 ? name : $"{path}/{name}", value, after[name], differences);
        else if (then is JsonArray { Count: > 0 } and [JsonObject, ..] && now is JsonArray { Count: > 0 } and [JsonObject, ..])
        {
            var (earlier, today) = (ByName((JsonArray)then), ByName((JsonArray)now));
            foreach (var name in earlier.Keys.Union(today.Keys))
                Compare(at, $"{path}/{name}", earlier.GetValueOrDefault(name), today.GetValueOrDefault(name), differences);
        }
        else if (!JsonNode.DeepEquals(then, now))
            differences.Add($"{(at.Length == 0 ? "now" : at.StartsWith("asKnownAt", StringComparison.Ordinal) ? "asKnownAt" : at)} "
                + $"{path}: {Text(then)} -> {Text(now)}");
    }

    private static Dictionary<string, JsonNode> ByName(JsonArray things) => things.ToDictionary(
        thing => (string)(thing!["id"] ?? thing["code"] ?? thing["party"] ?? thing["by"])!, thing => thing!);

    private static string Text(JsonNode? value) => value?.ToJsonString(Json.Options) ?? "null";
}
