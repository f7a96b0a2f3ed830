using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Text;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Npgsql;
using NpgsqlTypes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.StoredLog;

/// <summary>SQL finds in stored events what the events say, in every form in which one was ever stored.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StoredMembersTests(TrackerFixture tracker)
{
    private const string Report = "5f0c";

    private static readonly DateTimeOffset Until = new(2031, 8, 7, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The bytes of each form, and each form of today once more: with what it may have, and within corrections.</summary>
    public static TheoryData<string, string> Corpus
    {
        get
        {
            TheoryData<string, string> corpus = [];
            foreach (var file in Directory.GetFiles(Golden(), "*.json").Order(StringComparer.Ordinal))
            {
                var (type, json) = (Path.GetFileNameWithoutExtension(file).Split('+')[0], File.ReadAllText(file));
                var today = EventJson.Read(type, Encoding.UTF8.GetBytes(json));
                var full = today with { EmbargoUntil = Until, Basis = [new Basis { Speaker = "TASS" }, new Basis { Report = Report }] };
                var corrected = new RecordCorrected(Guid.NewGuid(), CorrectionMode.Amended, full, "a misprint") { Occurred = today.Occurred };
                corpus.Add(type, json);
                foreach (var one in new[] { today, full, corrected, corrected with { Replacement = corrected, EmbargoUntil = Until.AddDays(-1) } })
                    corpus.Add(Language.NameOf(one), Encoding.UTF8.GetString(EventJson.Write(one)));
            }
            return corpus;
        }
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public async Task sql_finds_the_embargoes_the_reports_and_the_certificates_that_an_event_has(string type, string json)
    {
        var stored = EventJson.Read(type, Encoding.UTF8.GetBytes(json));
        var facts = WithReplacements(stored).ToList();
        var reports = facts.SelectMany(fact => fact.Basis).Select(basis => basis.Report).OfType<string>().ToHashSet();
        var row = await AskAsync(json,
            $"""
            (select max({StoredMembers.End("u")}) from {StoredMembers.Embargoes("m.data")} u where {StoredMembers.MayHoldEmbargo("m.data")}),
            {StoredMembers.CitesReport("m.data", $"'{reports.FirstOrDefault() ?? Report}'")}, {StoredMembers.CitesReport("m.data", "'another'")},
            {StoredMembers.IsCertificate($"'{type}'")}
            """);
        row.ShouldBe([facts.Max(fact => fact.EmbargoUntil)?.UtcDateTime, reports.Count > 0, false, stored is SubjectErased]);
        if (stored is SubjectErased erased)
            (await AskAsync(json, $"{StoredMembers.CertifiedKey("m.data")}, {StoredMembers.Certified("m.data")}"))
                .ShouldBe([erased.Key, erased.What.ToString(), erased.Fact, erased.Ground]);
    }

    [Fact]
    public async Task and_the_boxes_of_what_is_sealed()
    {
        using var keys = new TemporaryKeys();
        var id = Guid.NewGuid();
        var said = new StatementRecorded("s-1", "RUS.Ushakov", StatementKind.Claim, "soon", "en", null, null, null, null, []) { Occurred = Edtf.Parse("2025-08-07") };
        var json = Encoding.UTF8.GetString(Sealed.Write(keys.Keys, id, said));
        string[] boxes = [.. Sealed.Boxes(Encoding.UTF8.GetBytes(json)).Select(box => box.Key.ToString())];
        boxes.Length.ShouldBe(2);
        foreach (var key in boxes)
            (await AskAsync(json, $"{StoredMembers.HoldsSealed("m.data")}, {StoredMembers.HoldsSealedWith("m.data", $"'{key}'")}, {StoredMembers.HoldsSealedWith("m.data", "'another'")}"))
                .ShouldBe([true, true, false]);
        (await AskAsync(Encoding.UTF8.GetString(EventJson.Write(said)), StoredMembers.HoldsSealed("m.data"))).ShouldBe([false]);
    }

    private static IEnumerable<DomainEvent> WithReplacements(DomainEvent? fact)
    {
        for (; fact is not null; fact = (fact as RecordCorrected)?.Replacement)
            yield return fact;
    }

    private async Task<object?[]> AskAsync(string json, string columns)
    {
        await using var connection = new NpgsqlConnection(tracker.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var ask = new NpgsqlCommand($"select {columns} from (select $1) m (data)", connection);
        ask.Parameters.Add(new() { Value = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await using var row = await ask.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await row.ReadAsync(TestContext.Current.CancellationToken);
        return [.. Enumerable.Range(0, row.FieldCount).Select(column => row.IsDBNull(column) ? null : row.GetValue(column))];
    }

    private static string Golden([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../DiploTracker.Specs/Negotiations/Golden");

    private sealed class TemporaryKeys : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("diplo-test-keys-").FullName;

        public TemporaryKeys() => Keys = new Keys(_folder);

        public Keys Keys { get; }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
