using System.Runtime.Versioning;
using DiploTracker.IntegrationTests.Live;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Http;

/// <summary>The program as people start it does not listen to others by accident.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ListeningTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "0")]
    [InlineData("DOTNET_URLS", "http://*:0")]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0", "run")]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0", "RUN")]
    public async Task it_ends_and_says_why_where_it_is_told_to_listen_beyond_loopback(string name, string value, params string[] arguments)
    {
        // Nothing answers there: it does not come to asking a database.
        using var tracker = RunningTracker.Program("DiploTracker.dll", arguments,
            (name, value), ("ConnectionStrings__DiploTracker", "Host=127.0.0.1;Port=1;Username=nobody"));
        tracker.OutputDataReceived += (_, _) => { };
        tracker.BeginOutputReadLine();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            var said = await tracker.StandardError.ReadToEndAsync(patience.Token);
            await tracker.WaitForExitAsync(patience.Token);
            (tracker.ExitCode, said).ShouldSatisfyAllConditions(
                ended => ended.ExitCode.ShouldBe(1), ended => ended.said.ShouldContain("Listen__AddressesInFrontAreClosed=true"));
        }
        finally
        {
            tracker.Kill(); // one that listens would go on
        }
    }
}
