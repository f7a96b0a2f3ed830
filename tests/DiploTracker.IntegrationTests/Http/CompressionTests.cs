using System.IO.Compression;
using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Http;

/// <summary>Reads are compressed for those who ask, where that pays and gives nothing away.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompressionTests(TrackerFixture tracker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_long_answer_is_compressed_for_who_asks_and_has_the_same_words_and_tag()
    {
        var key = await LongAsync();
        var plain = await AskAsync($"/api/negotiations/{key}/history", encoding: null);
        var packed = await AskAsync($"/api/negotiations/{key}/history", "gzip");
        (plain.Encoding, packed.Encoding).ShouldBe(("", "gzip"));
        packed.Body.Length.ShouldBeLessThan(plain.Body.Length / 3);
        using var unpacked = new GZipStream(new MemoryStream(packed.Body), CompressionMode.Decompress);
        new StreamReader(unpacked).ReadToEnd().ShouldBe(System.Text.Encoding.UTF8.GetString(plain.Body));
        packed.Tag.ShouldBe(plain.Tag);
        packed.Tag.ShouldStartWith("\"");
        packed.Vary.ShouldContain("Accept-Encoding");
        (await AskAsync($"/api/negotiations/{key}/history", "gzip", ("If-None-Match", plain.Tag))).Status.ShouldBe(304);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    public async Task what_another_site_asks_for_is_not(string header, string value) =>
        (await AskAsync($"/api/negotiations/{await LongAsync()}/history", "gzip", (header, value))).Encoding.ShouldBe("");

    [Fact]
    public async Task streams_and_short_answers_are_not()
    {
        var key = await tracker.Api.OpenAsync();
        foreach (var path in (string[])["/api/feed?after=0", $"/api/audit/export?negotiation={key}", $"/api/negotiations/{key}"])
            (await AskAsync(path, "gzip, br")).Encoding.ShouldBe("", path);
    }

    private async Task<string> LongAsync()
    {
        var key = await tracker.Api.OpenAsync();
        for (var number = 0; number < 8; number++)
            await tracker.Api.DoneAsync(key, "record-statement", $$"""{"id":"s-{{number}}","speaker":"RUS.Ushakov","kind":"Claim","occurred":"2025-08-07"}""");
        return key;
    }

    private async Task<(int Status, string Encoding, byte[] Body, string Tag, string Vary)> AskAsync(
        string path, string? encoding, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers.Concat(encoding is null ? [] : [("Accept-Encoding", encoding)]))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await tracker.Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var body = response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? [] : await response.Content.ReadAsByteArrayAsync(Cancellation);
        return ((int)response.StatusCode, string.Join(",", response.Content.Headers.ContentEncoding), body, $"{response.Headers.ETag}", string.Join(",", response.Headers.Vary));
    }
}
