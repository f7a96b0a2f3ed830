using System.Runtime.Versioning;
using DiploTracker.Audit;
using DiploTracker.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Audit;

/// <summary>Who signs: keys are rotated, several nodes share a log, and another key does not pass.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SigningKeyTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task two_nodes_with_keys_of_their_own_seal_one_log_in_turns_and_at_once()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = new AuditedTracker(database);
        await using var other = new AuditedTracker(database, one.Keys, checkpoints: one.Checkpoints);
        foreach (var (node, key) in new[] { (one, "talks-one"), (other, "talks-two"), (one, "talks-three") })
        {
            await node.Record(key, 10);
            await HandOver(node == one ? other : one, node);
            await node.Export();
        }
        await Task.WhenAll(one.Record("talks-four", 10), other.Record("talks-five", 10));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(turn =>
            (turn % 2 == 0 ? one : other).Services.GetRequiredService<Sealer>().SealAll(Cancellation)));

        var verdict = one.Verify(await other.Export());
        verdict.Valid.ShouldBeTrue(verdict.Problem);
        verdict.Checked.ShouldBe(50);
        ((bool)(await one.Get("/api/audit/verify"))["valid"]!).ShouldBeTrue();
        ((long)(await other.Get("/api/audit/verify"))["unsealed"]!).ShouldBe(0);
        Directory.GetFiles(one.Checkpoints, "*.vkey", SearchOption.AllDirectories).Length.ShouldBe(2);
        (one.Services.GetRequiredService<Sealer>().Problem, other.Services.GetRequiredService<Sealer>().Problem).ShouldBe((null, null));
    }

    /// <summary>Gives the lease on sealing up until the other node has it.</summary>
    private static Task HandOver(AuditedTracker from, AuditedTracker to) => Folder.UntilAsync(async () =>
    {
        if (to.Services.GetRequiredService<Leases>().On(Sealer.Work) is not null)
            return true;
        await from.Services.GetRequiredService<Leases>().Release(Sealer.Work);
        return false;
    }, "the other node seals");

    [Fact]
    public async Task a_key_is_rotated_and_what_the_old_one_signed_still_counts()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var before = new AuditedTracker(database);
        await before.Record("talks-one", 10);
        var old = await before.Export();

        await using var after = new AuditedTracker(database, before.Keys, checkpoints: before.Checkpoints); // with a new signing key
        await after.Record("talks-two", 10);
        after.Verify(await after.Export()).Valid.ShouldBeTrue();
        ExportFile.Verify(old, TrustedCheckpoints.Read(after.Checkpoints), isOlder: true).Valid.ShouldBeTrue();
        ((bool)(await after.Get("/api/audit/verify"))["valid"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task a_checkpoint_signed_with_another_key_is_named()
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await tracker.Record("talks-one", 10);
        var file = await tracker.Export();
        var signed = SignedCheckpoint.Read((string)(await tracker.Get("/api/audit/checkpoints/latest"))["note"]!)!;
        using var another = SigningKey.Create().Key;
        var forged = SignedCheckpoint.Sign(signed.Checkpoint, another);

        await tracker.Tamper($"update diplo.checkpoints set note = '{forged.Note}' where size = 10");
        var (position, reason) = await tracker.FirstInvalid();
        position.ShouldBe(10);
        reason.ShouldContain("not signed with a key that is kept outside the database");

        var lines = await File.ReadAllLinesAsync(file, Cancellation);
        var seal = Seal.Read(System.Text.Encoding.UTF8.GetBytes(lines[^1]))! with { Checkpoint = forged.Note };
        var line = new LineBuffer();
        seal.Write(line);
        await File.WriteAllTextAsync(file, string.Join('\n', [.. lines[..^1], System.Text.Encoding.UTF8.GetString(line.Line)]) + "\n", Cancellation);
        var verdict = tracker.Verify(file);
        verdict.Valid.ShouldBeFalse();
        verdict.Problem!.ShouldContain("not signed with a key");
    }
}
