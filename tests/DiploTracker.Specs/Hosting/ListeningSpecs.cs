using DiploTracker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Hosting;

/// <summary>Without access control the tracker listens on loopback only, wherever its addresses are set.</summary>
public sealed class ListeningSpecs
{
    private const string Closed = "--Listen:AddressesInFrontAreClosed=true";

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0")]
    [InlineData("--urls=http://[::1]:0")]
    [InlineData("--Kestrel:Endpoints:Web:Url=http://127.0.0.1:0")]
    public async Task an_address_of_loopback_is_listened_on(string setting) => await Start(setting);

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--urls=http://[::]:0")]
    [InlineData("--urls=http://*:0")]
    [InlineData("--urls=http://+:0")]
    [InlineData("--urls=http://tracker.example:0")] // any address, whatever the name
    [InlineData("--urls=http://127.0.0.1:0;http://0.0.0.0:0")]
    [InlineData("--http_ports=0")]
    [InlineData("--Kestrel:Endpoints:Web:Url=http://0.0.0.0:0")]
    public async Task an_address_beyond_it_is_refused(string setting)
    {
        var refused = await Should.ThrowAsync<OpenToOthersException>(Start(setting));
        Tracker.Mendable(refused).ShouldNotBeNull().ShouldContain("Listen__AddressesInFrontAreClosed=true");
    }

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--http_ports=0")]
    public async Task unless_the_operator_says_that_the_addresses_in_front_are_closed(string setting) => await Start(setting, Closed);

    [Fact]
    public void the_composition_says_so_and_publishes_on_loopback_only()
    {
        var composition = File.ReadAllLines(Path.Combine(DocsSpecs.Root, "docker-compose.yml"));
        composition.ShouldContain("      Listen__AddressesInFrontAreClosed: \"true\"");
        var published = composition.SkipWhile(line => line != "  tracker:").Where(line => line.EndsWith(":8080\"", StringComparison.Ordinal));
        published.ShouldBe(["      - \"127.0.0.1:${DIPLO_PORT:-5080}:8080\""]);
    }

    private static async Task Start(params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.Logging.ClearProviders();
        builder.ListenOnLoopback(settings);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        app.Urls.ShouldNotBeEmpty();
    }
}
