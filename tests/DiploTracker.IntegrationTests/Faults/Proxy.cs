using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>
/// A door on loopback to the socket of a server, in the place of an address that outlives a failover: where it leads can be
/// changed, and its connections can be cut at any byte.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, port: 0);
    private readonly ConcurrentDictionary<Socket, Socket> _open = new();
    private readonly Task _accepting;
    private volatile string _target;

    /// <param name="target">The path of a Unix socket.</param>
    public Proxy(string target)
    {
        _target = target;
        _door.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_door.LocalEndpoint).Port;

    /// <summary>How a tracker connects through it.</summary>
    public string ConnectionString(string direct) =>
        new Npgsql.NpgsqlConnectionStringBuilder(direct) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    /// <summary>Connections that are open.</summary>
    public int Count => _open.Count;

    /// <summary>Leads elsewhere from now on; what is open is cut.</summary>
    public void LeadTo(string target)
    {
        _target = target;
        Cut();
    }

    /// <summary>Cuts all open connections, in the middle of whatever they carry.</summary>
    public void Cut()
    {
        foreach (var (client, server) in _open)
        {
            client.Close(timeout: 0);
            server.Close(timeout: 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _door.Stop();
        Cut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> carrying = [];
        while (await NextAsync() is { } client)
        {
            carrying.RemoveAll(one => one.IsCompleted);
            carrying.Add(CarryAsync(client));
        }
        await Task.WhenAll(carrying);
    }

    private async Task<Socket?> NextAsync()
    {
        try
        {
            return await _door.AcceptSocketAsync();
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
            try
            {
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_target));
                _open[client] = server;
                await await Task.WhenAny(CarryAsync(client, server), CarryAsync(server, client));
            }
            catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
            {
                // A side that ends, or is cut, ends the other.
            }
            finally
            {
                _open.TryRemove(client, out _);
            }
    }

    private static async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        while (await from.ReceiveAsync(buffer) is > 0 and var count)
            for (var sent = 0; sent < count;)
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
    }
}
