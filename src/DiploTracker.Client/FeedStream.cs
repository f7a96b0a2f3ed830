namespace DiploTracker.Client;

/// <summary>
/// The bytes of a feed: fails if nothing arrives for too long, and tracks whether the last event is complete.
/// </summary>
internal sealed class FeedStream(Stream bytes, TimeSpan patience) : Stream
{
    private (byte Before, byte Last) _end = ((byte)'\n', (byte)'\n');

    /// <summary>True if the bytes read so far end at the end of an event.</summary>
    public bool EndsWhole => _end is ((byte)'\n', (byte)'\n');

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        quiet.CancelAfter(patience);
        try
        {
            var read = await bytes.ReadAsync(buffer, quiet.Token);
            for (var index = Math.Max(0, read - 2); index < read; index++)
                _end = (_end.Last, buffer.Span[index]);
            return read;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"Nothing came for {patience.TotalSeconds:0} seconds.");
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellation) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellation).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            bytes.Dispose();
        base.Dispose(disposing);
    }
}
