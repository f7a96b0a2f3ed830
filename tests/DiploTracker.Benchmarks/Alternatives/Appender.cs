namespace DiploTracker.Benchmarks.Alternatives;

/// <summary>Another way to append an event to a stream, in this process.</summary>
internal abstract class Appender : IAsyncDisposable
{
    public abstract string Name { get; }

    public abstract Task Append(string stream, string type, byte[] data);

    public abstract ValueTask DisposeAsync();
}
