using System.Text;
using DiploTracker.Audit;

namespace DiploTracker.Cli.Auditing;

/// <summary>Where an export that was begun is continued: after its last seal; what came after it is fetched again.</summary>
internal static class ExportTail
{
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("\"source\":\"/api/negotiations\",\"specversion\":\"1.0\"");

    /// <summary>The length of the file that is kept, and the position that it reaches.</summary>
    /// <exception cref="UsageException">The file is something else, or an export of something else.</exception>
    public static (long Length, long Position) Of(string file, string? negotiation)
    {
        if (!File.Exists(file) || new FileInfo(file).Length == 0)
            return (0, 0);

        var (length, kept, position, isFirst) = (0L, 0L, 0L, true);
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
            (kept, position) = (length, seal.Through);
        }
        return (kept, position);
    }
}
