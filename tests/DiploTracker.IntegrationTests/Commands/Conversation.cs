using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

/// <summary>
/// A stream of commands that is written and read at once. By hand: HttpClient gives the answer of an HTTP/1.1 request
/// only after it has sent all of the request.
/// </summary>
internal sealed class Conversation : IAsyncDisposable
{
    private readonly TcpClient _connection = new();
    private readonly MemoryStream _line = new();
    private BufferedStream _answers = null!;
    private NetworkStream _socket = null!;
    private int _leftOfChunk;
    private bool _begun;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Conversation> BeginAsync(Uri address, string query)
    {
        var conversation = new Conversation();
        await conversation._connection.ConnectAsync(address.Host, address.Port, Cancellation);
        conversation._socket = conversation._connection.GetStream();
        conversation._answers = new BufferedStream(conversation._socket, 65_536);
        await conversation._socket.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/commands{query} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"), Cancellation);
        return conversation;
    }

    public async Task SayAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await _socket.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8], Cancellation);
    }

    public Task CloseAsync() => _socket.WriteAsync("0\r\n\r\n"u8.ToArray(), Cancellation).AsTask();

    /// <summary>The next line of the answer.</summary>
    public async Task<JsonNode> HearAsync() => JsonNode.Parse((await LineAsync()).ShouldNotBeNull())!;

    public async Task EndAsync()
    {
        await CloseAsync();
        await ShouldHaveEndedAsync();
    }

    public async Task ShouldHaveEndedAsync() => (await LineAsync()).ShouldBeNull();

    /// <summary>Asks over the same connection, after the stream has ended; gives the status line of the answer.</summary>
    public async Task<string> AskAsync(string path)
    {
        await _socket.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"), Cancellation);
        return await Task.Run(() => RawLine() + RawLine(), Cancellation); // the first ends the answer before
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _line.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<string?> LineAsync() => Task.Run(() =>
    {
        if (!_begun)
            while (RawLine() is { Length: > 0 } header)
                if (header.StartsWith("HTTP/", StringComparison.Ordinal))
                    header.ShouldStartWith("HTTP/1.1 200");
        _begun = true;
        _line.SetLength(0);
        while (NextByte() is { } next)
        {
            if (next == '\n')
                return Encoding.UTF8.GetString(_line.ToArray());
            _line.WriteByte(next);
        }
        return null;
    }, Cancellation);

    /// <summary>The next byte of the answer, out of its chunks; null at its end.</summary>
    private byte? NextByte()
    {
        if (_leftOfChunk == 0)
        {
            _leftOfChunk = int.Parse(RawLine(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (_leftOfChunk == 0)
                return null;
        }
        var next = (byte)_answers.ReadByte();
        if (--_leftOfChunk == 0)
            RawLine().ShouldBeEmpty();
        return next;
    }

    private string RawLine()
    {
        var line = new StringBuilder();
        int next;
        while ((next = _answers.ReadByte()) is not ('\n' or -1))
            line.Append((char)next);
        return line.ToString().TrimEnd('\r');
    }
}
