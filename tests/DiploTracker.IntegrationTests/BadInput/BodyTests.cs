using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.BadInput;

/// <summary>Whatever is sent, the answer is a problem that helps to mend it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BodyTests(TrackerFixture tracker)
{
    [Theory]
    [InlineData("", 400, "This is not JSON")]
    [InlineData("{\"id\":", 400, "This is not JSON")]
    [InlineData("not json", 400, "This is not JSON")]
    [InlineData("""{"id":"s-1","id":"s-2","speaker":"RUS","kind":"Claim"}""", 400, "id")]
    [InlineData("[]", 422, "A JSON object is expected")]
    [InlineData("null", 422, "A JSON object is expected")]
    [InlineData("7", 422, "A JSON object is expected")]
    [InlineData("{}", 422, "`id`: this member is required")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","qoute":"x"}""", 422, "'qoute'")]
    [InlineData("""{"id":"s-1","Speaker":"RUS","kind":"Claim"}""", 422, "'Speaker'")]
    [InlineData("""{"id":7,"speaker":"RUS","kind":"Claim"}""", 422, "`id`: a text is expected")]
    [InlineData("""{"id":"s-1","speaker":["RUS"],"kind":"Claim"}""", 422, "`speaker`: a text is expected")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","about":"m-1"}""", 422, "`about`: a list is expected")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","about":[null]}""", 422, "`about`")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","basis":[null]}""", 422, "`basis`")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","basis":[{"credibility":1e400}]}""", 422, "`basis`")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","basis":[{"credibility":99999999999999999999}]}""", 422, "`basis`")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","basis":[{"publishedAt":"yesterday"}]}""", 422, "RFC 3339")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","likelihood":7}""", 422, "almost-certain")]
    [InlineData("""{"id":"s-1","speaker":"R\u0000S","kind":"Claim"}""", 422, "U+0000")]
    [InlineData("""{"id":"s-1","speaker":"R\ud800S","kind":"Claim"}""", 422, "half a character")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","\ud800":1}""", 422, "half a character")]
    [InlineData("""{"id":"S 1","speaker":"RUS","kind":"Claim"}""", 422, "a-z 0-9 -")]
    [InlineData("""{"id":"s-1","speaker":"RUS","kind":"Claim","phrase":{"text":"x"}}""", 422, "`phrase`")]
    public async Task a_body_that_cannot_be_read_says_what_is_wrong(string body, int status, string words)
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.DoAsync(key, "record-statement", body)).ShouldBeProblem(status, "malformed").ShouldSay(words);
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task each_wrong_member_is_named()
    {
        var key = await tracker.Api.OpenAsync();
        var problem = (await tracker.Api.DoAsync(key, "record-statement", """{"id":7,"kind":"Claim","qoute":"x"}""")).ShouldBeProblem(422, "malformed");
        problem["errors"]!.AsObject().Select(error => error.Key).Order().ShouldBe(["id", "qoute"]);
    }

    [Fact]
    public async Task a_thousand_levels_are_too_deep()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 1_000)) + string.Concat(Enumerable.Repeat("]", 1_000));
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.DoAsync(key, "record-statement", $$"""{"id":{{deep}}}""")).ShouldBeProblem(400, "malformed");
        (await tracker.Api.DoAsync(key, "commands", deep)).ShouldBeProblem(400, "malformed");
        Answer.ShouldBeProblem((await tracker.Api.LinesAsync(deep)).Lines[0], 400, "malformed");
    }

    [Fact]
    public async Task a_text_has_at_most_twenty_thousand_characters()
    {
        var key = await tracker.Api.OpenAsync();
        string Statement(int length) => $$"""{"id":"s-1","speaker":"RUS","kind":"Claim","quote":"{{new string('ع', length)}}"}""";
        (await tracker.Api.DoAsync(key, "record-statement", Statement(20_001))).ShouldBeProblem(422, "malformed").ShouldSay("20,000");
        await tracker.Api.DoneAsync(key, "record-statement", Statement(20_000));
    }

    [Fact]
    public async Task a_name_too_long_for_an_index_is_refused()
    {
        var key = await tracker.Api.OpenAsync();
        var speaker = string.Concat(Enumerable.Range(0, 300).Select(_ => Guid.NewGuid().ToString("N")));
        (await tracker.Api.DoAsync(key, "record-statement", $$"""{"id":"s-1","speaker":"{{speaker}}","kind":"Claim"}""")).ShouldBeProblem(422, "malformed").ShouldSay("at most 64 characters");
    }

    [Fact]
    public async Task bytes_that_are_no_utf_8_are_refused_and_not_recorded_as_other_words()
    {
        var key = await tracker.Api.OpenAsync();
        var latin = Encoding.Latin1.GetBytes("""{"command":"RecordStatement","id":"s-1","speaker":"RUS","kind":"Claim","quote":"Zürich"}""");
        foreach (var (path, body, type) in new[]
        {
            ($"/api/negotiations/{key}/record-statement", latin, "application/json"),
            ($"/api/negotiations/{key}/commands", [(byte)'[', .. latin, (byte)']'], "application/json"),
        })
            (await tracker.Api.SendAsync(HttpMethod.Post, path, Api.Content(body, type))).ShouldBeProblem(400, "malformed").ShouldSay("UTF-8");

        var lines = await tracker.Api.SendAsync(HttpMethod.Post, "/api/commands", Api.Content(latin, "application/x-ndjson"));
        Answer.ShouldBeProblem(lines.Lines.ShouldHaveSingleItem(), 400, "malformed");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task a_byte_order_mark_does_not_matter()
    {
        var key = Api.NewKey();
        (await tracker.Api.PostAsync("/api/negotiations", "\uFEFF" + Api.Opening(key))).Status.ShouldBe(201);
        (await tracker.Api.DoAsync(key, "commands", "\uFEFF" + """[{"command":"EnterPhase","phase":"Agreement"}]""")).Status.ShouldBe(200);
    }

    [Theory, InlineData("text/plain"), InlineData("application/x-www-form-urlencoded"), InlineData("application/x-ndjson")]
    public async Task another_media_type_is_refused(string type)
    {
        var key = await tracker.Api.OpenAsync();
        var body = Api.Content("""{"phase":"Agreement"}"""u8.ToArray(), type);
        (await tracker.Api.SendAsync(HttpMethod.Post, $"/api/negotiations/{key}/enter-phase", body)).ShouldBeProblem(415, "malformed").ShouldSay("application/json");
        (await tracker.Api.SendAsync(HttpMethod.Post, $"/api/negotiations/{key}/enter-phase", content: null)).ShouldBeProblem(415, "malformed");
        (await tracker.Api.SendAsync(HttpMethod.Post, "/api/commands", Api.Content([], "text/plain"))).ShouldBeProblem(415, "malformed");
    }

    [Fact]
    public async Task fifty_megabytes_are_refused_without_being_read()
    {
        var key = await tracker.Api.OpenAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(tracker.Node.Address.Host, tracker.Node.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/negotiations/{key}/enter-phase HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {50 << 20}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldStartWith("HTTP/1.1 413 ");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task a_body_a_little_too_large_is_refused_with_a_problem()
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.DoAsync(key, "enter-phase", new string(' ', (1 << 20) + 1))).ShouldBeProblem(413, "malformed").ShouldSay("1 MB");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
    }
}
