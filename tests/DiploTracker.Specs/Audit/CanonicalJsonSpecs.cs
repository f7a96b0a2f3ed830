using CsCheck;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Audit;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Audit;

public sealed class CanonicalJsonSpecs
{
    [Theory]
    [InlineData("""{ "b": 1, "a": [true, false, null, "x"] }""", """{"a":[true,false,null,"x"],"b":1}""")]
    [InlineData("""{"a!":1,"a":2,"":3}""", """{"":3,"a":2,"a!":1}""")]
    [InlineData("""{"z":{"y":1,"x":{"b":0,"a":-5}}}""", """{"z":{"x":{"a":-5,"b":0},"y":1}}""")]
    [InlineData("\"\\u0041\\/\\u000a\\u001F\\u20ac\\\"\\\\\"", "\"A/\\n\\u001f€\\\"\\\\\"")]
    [InlineData("-0", "0")]
    [InlineData("9007199254740991", "9007199254740991")]
    public void there_is_one_form(string json, string canonical) => Canonical(json).ShouldBe(canonical);

    [Fact] // RFC 8785, section 3.2.3
    public void members_are_sorted_by_their_utf16_code_units() => Canonical(
        """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""")
        .ShouldBe("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9007199254740992")]
    [InlineData("""{"a":1,"b":2,"a":3}""")]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{} {}")]
    public void what_has_no_such_form_is_refused(string json) => Should.Throw<JsonException>(() => Canonical(json));

    [Fact]
    public void the_form_is_of_the_value_and_not_of_its_spelling() => Value.Sample(value =>
    {
        var canonical = Canonical(value.ToJsonString());
        JsonNode.DeepEquals(JsonNode.Parse(canonical), value).ShouldBeTrue();
        Canonical(value.ToJsonString(new JsonSerializerOptions { WriteIndented = true })).ShouldBe(canonical);
        Canonical(canonical).ShouldBe(canonical);
    }, iter: 2000);

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));

    private static Gen<JsonNode> Value => Gen.Recursive<JsonNode>((depth, inner) => depth > 3
        ? Scalar
        : Gen.Frequency(
            (3, Scalar),
            (1, inner.List[0, 4].Select(items => (JsonNode)new JsonArray([.. items.Select(item => item.DeepClone())]))),
            (2, Gen.Dictionary(Text, inner)[0, 5].Select(members => (JsonNode)new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone())))))));

    private static Gen<JsonNode> Scalar => Gen.OneOf(
        Text.Select(text => (JsonNode)JsonValue.Create(text)), Gen.Int.Select(number => (JsonNode)JsonValue.Create(number)), Gen.Bool.Select(flag => (JsonNode)JsonValue.Create(flag)));

    private static readonly string[] Parts = ["a", "A", "é", "\u0001", "\"", "\\", "عربي", "€", "😀", "\uffee", " ", "!", "b"];

    private static Gen<string> Text => Gen.Int[0, Parts.Length - 1].List[0, 4].Select(parts => string.Concat(parts.Select(part => Parts[part])));
}
