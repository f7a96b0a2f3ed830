using System.Text;
using DiploTracker.Audit;
using ExportVerdict = DiploTracker.Audit.Verdict;

namespace DiploTracker.Specs.Audit;

/// <summary>An export made in memory, with checkpoints kept in a folder of its own.</summary>
internal sealed class ExportOf : IDisposable
{
    public const string Origin = "diplotracker/0198f3a0-0000-7000-8000-000000000001";

    private readonly (SigningKey Key, string Pem) _key = SigningKey.Create();

    public string Folder { get; } = Directory.CreateTempSubdirectory("audit-").FullName;

    public byte[] Bytes { get; private set; } = [];

    public List<string> Lines => [.. Encoding.UTF8.GetString(Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    public TrustedCheckpoints Trusted => TrustedCheckpoints.Read(Folder);

    /// <summary>So many events, sealed in blocks; checkpoints are kept of these sizes and of the whole.</summary>
    public static ExportOf Events(int count, int block = 10, params int[] checkpoints) =>
        new ExportOf().Write([.. Enumerable.Range(1, count).Select(Event)], block, checkpoints);

    public ExportOf Write(IReadOnlyList<byte[]> events, int block, params int[] checkpoints)
    {
        using var output = new MemoryStream();
        var (frontier, line, leaves) = (new Frontier(), new LineBuffer(), new List<byte[]>());
        File.WriteAllText(Path.Combine(Folder, "key.vkey"), $"{_key.Key.Verifier(Origin)}\n");
        foreach (var (index, written) in events.Index())
        {
            output.Write([.. written, (byte)'\n']);
            leaves.Add(Merkle.Leaf(written));
            frontier.Add(leaves[^1]);
            var (position, isLast) = (index + 1, index + 1 == events.Count);
            var signed = SignedCheckpoint.Sign(new Checkpoint(Origin, position, frontier.Root()), _key.Key);
            if (isLast || checkpoints.Contains(position))
                File.WriteAllText(Path.Combine(Folder, $"{position:D16}.checkpoint"), signed.Note);
            if (leaves.Count < block && !isLast)
                continue;
            new Seal(position - leaves.Count, position, null, [Seal.Joined(leaves)], isLast ? signed.Note : null).Write(line);
            output.Write([.. line.Line, (byte)'\n']);
            leaves.Clear();
        }
        Bytes = output.ToArray();
        return this;
    }

    /// <summary>What an attacker would make who has everything but the key and the folder.</summary>
    public byte[] Forged(IReadOnlyList<byte[]> events, int block)
    {
        using var other = new ExportOf().Write(events, block);
        return other.Bytes;
    }

    public ExportVerdict Verify(byte[] bytes, bool isOlder = false)
    {
        var file = Path.Combine(Folder, $"{Guid.NewGuid():N}.ndjson");
        File.WriteAllBytes(file, bytes);
        try
        {
            return ExportFile.Verify(file, Trusted, isOlder);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public ExportVerdict Verify(IEnumerable<string> lines) => Verify(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    public static byte[] Event(int position)
    {
        var line = new LineBuffer();
        new StoredEvent(
            position, $"talks-{position % 3}", position, new Guid(position, 0, 0, new byte[8]), "statement-recorded.v1",
            DateTime.UnixEpoch.AddMicroseconds(position * 1_234_567L), "local", null, null, "RecordStatement", new Guid(0, 1, 0, new byte[8]), position % 5 == 0 ? 1 : null,
            Encoding.UTF8.GetBytes($$"""{"quote":"الأسبوع المقبل {{position}}","id":"s-{{position}}"}""")).Write(line);
        return line.Line.ToArray();
    }

    public void Dispose()
    {
        _key.Key.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
