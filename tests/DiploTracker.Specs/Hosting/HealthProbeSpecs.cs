using DiploTracker.Hosting;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Hosting;

public sealed class HealthProbeSpecs
{
    [Theory]
    [InlineData(null, "http://localhost:5080")]
    [InlineData("", "http://localhost:5080")]
    [InlineData("http://localhost:5081", "http://localhost:5081")]
    [InlineData("http://+:8080", "http://localhost:8080")]
    [InlineData("http://*:80;https://*:443", "http://localhost:80")]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080")]
    [InlineData("http://[::]:8080", "http://localhost:8080")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("https://tracker.example:8443", "https://tracker.example:8443")]
    public void a_tracker_is_asked_where_it_listens(string? urls, string asked) =>
        HealthProbe.AddressOf(urls).ShouldBe(asked);
}
