using System.IO.Pipelines;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// Writes the log, or one negotiation, as lines of canonical CloudEvents with a seal after each block. Events are
/// written as stored now; the seals contain what was sealed. The end is fixed before the export begins: later appends
/// are not included. No connection is held while the client reads slowly.
/// </summary>
public sealed class Export(NpgsqlDataSource database)
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes the events after a position, up to those of the checkpoint.</summary>
    /// <exception cref="AuditUnavailableException">
    /// An event cannot be read; <c>/api/audit/verify</c> names it.
    /// </exception>
    public async Task Write(PipeWriter output, long after, string? negotiation, SignedCheckpoint under, CancellationToken cancellation)
    {
        var seals = new Seals(database, negotiation, under);
        var line = new LineBuffer();
        List<long> block = [];
        var last = after;
        await foreach (var row in EventRows.ReadPages(database, after, under.Checkpoint.Size, negotiation, cancellation))
        {
            if (block.Count == Seal.Block)
            {
                await Write(await seals.Of(last, block, isLast: false), line, output, cancellation);
                last = block[^1];
                block.Clear();
            }
            (row.Event ?? throw new AuditUnavailableException($"Event {row.Position} cannot be read: {row.Problem}")).Write(line);
            await Write(line, output, cancellation);
            block.Add(row.Position);
        }
        if (block.Count > 0)
            await Write(await seals.Of(last, block, isLast: true), line, output, cancellation);
        await output.FlushAsync(cancellation);
    }

    private static async ValueTask Write(Seal seal, LineBuffer line, PipeWriter output, CancellationToken cancellation)
    {
        seal.Write(line);
        await Write(line, output, cancellation);
    }

    private static async ValueTask Write(LineBuffer line, PipeWriter output, CancellationToken cancellation)
    {
        var length = line.Length + 1;
        var room = output.GetMemory(length);
        line.Line.CopyTo(room.Span);
        room.Span[length - 1] = (byte)'\n';
        output.Advance(length);
        if (output.UnflushedBytes >= FlushAt)
            await output.FlushAsync(cancellation);
    }

    private sealed class Seals(NpgsqlDataSource database, string? negotiation, SignedCheckpoint under)
    {
        private readonly TreeTiles _tiles = new(database);

        public async Task<Seal> Of(long after, List<long> block, bool isLast)
        {
            if (negotiation is null)
            {
                // Everything that was sealed, whether or not it still exists.
                var through = isLast ? under.Checkpoint.Size : block[^1];
                var leaves = await _tiles.Leaves(after, (int)(through - after));
                return new Seal(after, through, null, [leaves], isLast ? under.Note : null);
            }
            // Tiles are cached for one block only: those of a long negotiation may span nearly the whole tree.
            var tree = new TiledTree(new TreeTiles(database).Read);
            List<byte[]> paths = [];
            foreach (var position in block)
                paths.Add(Seal.Joined(await tree.Inclusion(position - 1, under.Checkpoint.Size)));
            return new Seal(after, block[^1], negotiation, paths, under.Note);
        }
    }
}
