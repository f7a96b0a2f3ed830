using System.Text;
using System.Text.Json;
using CsCheck;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

/// <summary>What was read last by its text: the same text gives the same value, and any text its own.</summary>
public sealed class RecentSpecs
{
    private readonly InternTable<string> _recent = new(text => $"<{text}>");

    [Fact]
    public void what_is_said_again_is_in_memory_once()
    {
        var first = _recent.Of("RUS.Ushakov");
        _recent.Of("RUS.Ushakov").ShouldBeSameAs(first);
        Of("\"RUS.Ushakov\"").ShouldBeSameAs(first);
        Of("\"RUS\\u002EUshakov\"").ShouldBeSameAs(first);
    }

    [Fact]
    public void only_what_may_be_kept_is_kept()
    {
        var codes = new InternTable<string>(text => $"<{text}>", keeps: text => !text.Contains('.', StringComparison.Ordinal));
        codes.Of("RUS").ShouldBeSameAs(codes.Of("RUS"));
        codes.Of("RUS.Ushakov").ShouldNotBeSameAs(codes.Of("RUS.Ushakov"));
    }

    [Fact]
    public void any_text_gives_its_own_value_however_many_there_are() =>
        Gen.OneOf(Gen.String.AlphaNumeric, Gen.String[Gen.Char["aحи"], 0, 60]).Array[0, 200].Sample(texts =>
        {
            foreach (var text in texts.Concat(texts))
            {
                _recent.Of(text).ShouldBe($"<{text}>");
                Of(JsonSerializer.Serialize(text)).ShouldBe($"<{text}>");
            }
        });

    [Fact]
    public void half_a_character_is_no_text() => Should.Throw<InvalidOperationException>(() => Of("\"\\ud800\""));

    private string Of(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return _recent.Of(ref reader);
    }
}
