using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using DiploTracker.Http;

namespace DiploTracker.Commands;

/// <summary>Reads a body of any length line by line, in constant memory.</summary>
internal static class LineReader
{
    /// <summary>The lines; null for one that is too long, whose bytes are discarded.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>?> In(
        PipeReader reader, Patience patience, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (isFirst, isTooLong, halfLine) = (true, false, 0L);
        while (true)
        {
            if (!reader.TryRead(out var read))
            {
                if (await patience.Read(reader, halfLine, cancellation) is not { } come)
                    yield break;
                read = come;
            }
            var buffer = read.Buffer;
            var consumed = buffer.End;
            try
            {
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    yield return isTooLong ? default(ReadOnlyMemory<byte>?) : Trimmed(buffer.Slice(0, end), isFirst);
                    (isFirst, isTooLong) = (false, false);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    patience.Heard();
                }
                if (read.IsCompleted)
                {
                    if (isTooLong || !buffer.IsEmpty)
                        yield return isTooLong ? default(ReadOnlyMemory<byte>?) : Trimmed(buffer, isFirst);
                    yield break;
                }
                halfLine = buffer.Length;
                isTooLong |= halfLine > RequestBody.Command;
                if (!isTooLong)
                    consumed = buffer.Start;
            }
            finally
            {
                // Also after a refusal that stops the stream: Kestrel closes a connection whose last read was never
                // completed.
                reader.AdvanceTo(consumed, buffer.End);
            }
        }
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlySequence<byte> line, bool isFirst)
    {
        var bytes = line.ToArray();
        return (isFirst ? RequestBody.WithoutMark(bytes) : bytes).Trim(" \t\r"u8);
    }
}
