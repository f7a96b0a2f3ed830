using System.Text;
using DiploTracker.Audit;

namespace DiploTracker.Cli.Auditing;

/// <summary>
/// The point at which an export is continued: after its last seal; what came after it is fetched again.
/// </summary>
internal static class ExportTail
{
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("\"source\":\"/api/negotiations\",\"specversion\":\"1.0\"");

    /// <summary>
    /// The length of the file to keep, the position that it reaches, and the tree it was made from, if it contains any.
    /// </summary>
    /// <exception cref="UsageException">The file is not an export, or is an export of something else.</exception>
    public static (long Length, long Position, (long Size, byte[] Root)? Tree) Of(string file, string? negotiation)
    {
        if (!File.Exists(file) || new FileInfo(file).Length == 0)
            return (0, 0, null);

        var (length, kept, position, isFirst, last, log) = (0L, 0L, 0L, true, default(Seal), new Frontier());
        using var lines = new ExportLines(File.OpenRead(file));
        while (lines.Next())
        {
            if (isFirst && !lines.IsCut && lines.Line.Span.IndexOf(Mark) < 0)
                throw new UsageException($"{file} is no export; name another file.");
            isFirst = false;
            length += lines.Line.Length + 1;
            if (lines.IsCut || !Seal.IsOne(lines.Line.Span) || Seal.Read(lines.Line) is not { } seal)
                continue;
            if (seal.Negotiation != negotiation)
                throw new UsageException($"{file} is an export of {seal.Negotiation ?? "the whole log"}; name another file.");
            (kept, position, last) = (length, seal.Through, seal);
            foreach (var leaf in negotiation is null ? seal.Hashes[0].Chunk(Merkle.HashSize) : [])
                log.Add(leaf);
        }
        return (kept, position, last switch
        {
            null => null,
            { Negotiation: null } => (log.Size, log.Root()),
            _ => SignedCheckpoint.Read(last.Checkpoint ?? "")?.Checkpoint is { } under
                ? (under.Size, under.Root)
                : throw new UsageException($"{file} is damaged; name another file."),
        });
    }
}
