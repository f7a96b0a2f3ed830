using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>
/// Many readers of the feed on plain sockets. Each looks only for the ids, and whether each comes once and in order. They
/// ask by HTTP/1.0, which is answered without chunks.
/// </summary>
internal sealed class FeedLoad : IDisposable
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Reader> _readers = [];

    /// <summary>Connects; each has been told where it begins when this returns.</summary>
    public static async Task<FeedLoad> Connect(IPEndPoint server, int readers)
    {
        var load = new FeedLoad();
        while (load._readers.Count < readers)
        {
            var wave = await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, readers - load._readers.Count)).Select(_ => Reader.Connect(server)));
            load._readers.AddRange(wave);
            await load.Until(reader => reader.Position >= 0, "has been told where it begins");
        }
        return load;
    }

    /// <summary>Waits until every reader has got what is at a position; gives the milliseconds that each event took to each of them.</summary>
    /// <param name="sent">When each position was sent to be recorded.</param>
    public async Task<double[]> Took(IReadOnlyDictionary<long, long> sent)
    {
        var last = sent.Keys.Max();
        await Until(reader => reader.Position >= last, $"has got position {last}");
        double[] took = [.. _readers.SelectMany(reader => reader.Take()).Where(got => sent.ContainsKey(got.Position))
            .Select(got => Stopwatch.GetElapsedTime(sent[got.Position], got.At).TotalMilliseconds).Order()];
        return took.Length == (long)sent.Count * _readers.Count ? took
            : throw new InvalidOperationException($"{took.Length} events came instead of {sent.Count} to each of {_readers.Count} readers.");
    }

    public void Dispose() => _readers.ForEach(reader => reader.Dispose());

    private async Task Until(Func<Reader, bool> isSo, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var began = Stopwatch.GetTimestamp(); !_readers.TrueForAll(reader => isSo(reader)); await timer.WaitForNextTickAsync())
        {
            if (_readers.Find(reader => reader.Failure is not null) is { } failed)
                throw new InvalidOperationException(failed.Failure);
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"{_readers.Count(reader => !isSo(reader))} of {_readers.Count} readers: not each {what}.");
        }
    }

    private sealed class Reader(Socket socket) : IDisposable
    {
        private readonly byte[] _buffer = new byte[8 << 10];
        private readonly List<(long, long)> _got = [];
        private int _begun;
        private long _position = -1;

        public long Position => Volatile.Read(ref _position);

        public string? Failure { get; private set; }

        public static async Task<Reader> Connect(IPEndPoint server)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server);
            await socket.SendAsync(Encoding.ASCII.GetBytes("GET /api/feed HTTP/1.0\r\nHost: localhost\r\n\r\n"));
            var reader = new Reader(socket);
            _ = reader.Read();
            return reader;
        }

        public List<(long Position, long At)> Take()
        {
            lock (_got)
            {
                List<(long, long)> taken = [.. _got];
                _got.Clear();
                return taken;
            }
        }

        public void Dispose() => socket.Dispose();

        private async Task Read()
        {
            try
            {
                while (await socket.ReceiveAsync(_buffer.AsMemory(_begun)) is > 0 and var read && Failure is null)
                    Received(_buffer.AsSpan(0, _begun + read), Stopwatch.GetTimestamp());
                Failure ??= "The tracker has ended the feed.";
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                Failure ??= closed.Message;
            }
        }

        private void Received(Span<byte> bytes, long at)
        {
            if (_position < 0 && _begun == 0 && !bytes.StartsWith("HTTP/1.1 200"u8))
                Failure = $"Not accepted: {Encoding.UTF8.GetString(bytes)}";
            while (bytes.IndexOf("\nid: "u8) is >= 0 and var start)
            {
                bytes = bytes[start..];
                if (bytes[1..].IndexOf((byte)'\n') is var end && end < 0)
                    break;
                Got(PositionIn(bytes[5..(end + 1)]), at);
                bytes = bytes[(end + 1)..];
            }
            var rest = bytes.StartsWith("\nid: "u8) ? bytes : bytes[Math.Max(0, bytes.Length - 4)..];
            rest.CopyTo(_buffer);
            _begun = rest.Length;
        }

        private static long PositionIn(ReadOnlySpan<byte> id) => long.Parse(id.IndexOf((byte)'-') is > 0 and var dash ? id[..dash] : id);

        private void Got(long position, long at)
        {
            if (_position >= 0 && position != _position + 1)
                Failure = $"After position {_position} came {position}.";
            if (_position >= 0)
                lock (_got)
                    _got.Add((position, at));
            Volatile.Write(ref _position, position);
        }
    }
}
