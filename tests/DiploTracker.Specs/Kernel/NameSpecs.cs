using System.Text;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

/// <summary>A name is what a reader sees of it: trimmed, composed, without letters that are hidden or only look alike.</summary>
public sealed class NameSpecs
{
    [Theory]
    [InlineData("USA")]
    [InlineData("EU+3")]
    [InlineData("KPA/CPV")]
    [InlineData("RUS.Ushakov")]
    [InlineData("USA.J.D. Vance")]
    [InlineData("O'Brien")]
    [InlineData("UN Security Council (P5)")]
    [InlineData("Côte d’Ivoire")]
    [InlineData("Лавров")]
    [InlineData("RUS.Лавров")]
    [InlineData("ЕС/EU")]
    [InlineData("وزارة الخارجية")]
    [InlineData("外務省")]
    [InlineData("नेपाल")]
    [InlineData("Yevgeny “Wagner” Prigozhin")]
    [InlineData("«Яндекс»")]
    [InlineData("\"Abu Mazen\"")]
    [InlineData("Ha’aretz; Yedioth | 24*7 = !?")]
    [InlineData("😀")]
    public void a_name_is_taken_as_it_is(string name) => Names.Read(name).ShouldBe((name, null));

    [Theory]
    [InlineData("USA ", "USA")]
    [InlineData("\tUSA\n", "USA")]
    [InlineData("E\u0301ire", "Éire")]
    public void it_is_trimmed_and_composed(string sent, string name) => Names.Read(sent).ShouldBe((name, null));

    [Theory]
    [InlineData("FRA,ITA", "',' (U+002C), character 4")]
    [InlineData("<b>x</b>", "'<' (U+003C), character 1")]
    [InlineData("50%2F50", "'%' (U+0025), character 3")]
    [InlineData("a\u00A0b", "U+00A0, character 2")]
    [InlineData("a\u2028b", "U+2028, character 2")]
    [InlineData("a\uE000b", "(U+E000), character 2")]
    [InlineData("a\nb", "U+000A, character 2")]
    [InlineData("a\u001b[1m", "U+001B, character 2")]
    [InlineData("FR\u200BA", "U+200B, character 3")]
    [InlineData("FRA\u00AD", "U+00AD, character 4")]
    [InlineData("\u202EFRA", "U+202E, character 1")]
    [InlineData("a\u3164b", "U+3164, character 2")]
    [InlineData("FR\u0410", "mix Latin and Cyrillic letters")]
    [InlineData("\u0391FRA", "mix Greek and Latin letters")]
    [InlineData("RUS.Ush\u0430kov", "mix Latin and Cyrillic letters")]
    [InlineData("USA:Mediator", "':' (U+003A)")]
    public void what_is_hidden_or_only_looks_alike_is_refused_with_its_place(string sent, string why) => Names.Read(sent).Why.ShouldNotBeNull().ShouldContain(why);

    [Theory]
    [InlineData("AZazÀɏḀỿ", "Я")]
    [InlineData("ͰϿἀῼ", "a")]
    [InlineData("ЀԯꙀꚝ", "a")]
    public void a_letter_belongs_to_its_script_up_to_the_ends_of_its_blocks(string letters, string other)
    {
        Names.Read(letters).Why.ShouldBeNull();
        foreach (var letter in letters)
            Names.Read($"{letter}{other}").Why.ShouldNotBeNull().ShouldContain("mix");
    }

    [Theory]
    [InlineData("ɐЯ")]
    [InlineData("Աa")]
    [InlineData("ꚠa")]
    [InlineData("aㄱb")]
    public void a_letter_of_any_other_script_goes_with_all(string name) => Names.Read(name).Why.ShouldBeNull();

    [Theory]
    [InlineData(0x00AD, 0x00AD)]
    [InlineData(0x034F, 0x034F)]
    [InlineData(0x115F, 0x1160)]
    [InlineData(0x17B4, 0x17B5)]
    [InlineData(0x180B, 0x180F)]
    [InlineData(0x200B, 0x200F)]
    [InlineData(0x3164, 0x3164)]
    [InlineData(0xFE00, 0xFE0F)]
    [InlineData(0xFFA0, 0xFFA0)]
    [InlineData(0xE0100, 0xE01EF)]
    public void a_letter_is_hidden_from_the_first_to_the_last_of_its_kind(int first, int last)
    {
        Characters.IsInvisible(new Rune(first - 1)).ShouldBeFalse();
        for (var letter = first; letter <= last; letter++)
            Characters.IsInvisible(new Rune(letter)).ShouldBeTrue($"U+{letter:X4}");
        Characters.IsInvisible(new Rune(last + 1)).ShouldBeFalse();
    }

    [Fact]
    public void it_is_short()
    {
        Names.Read($"{new string('a', 64)}.{new string('b', 64)}").Why.ShouldBeNull();
        Names.Read(new string('a', 65)).Why.ShouldNotBeNull().ShouldContain("at most 64 characters; this one has 65");
        Names.Read($"USA.{new string('b', 65)}").Why.ShouldNotBeNull();
    }

    [Fact]
    public void every_member_that_names_somebody_is_read_so()
    {
        Read<AddParty>("""{"party":" FRA\n"}""").Command.ShouldBe(new AddParty("FRA"));
        Read<OpenNegotiation>("""{"key":"abc","title":"t","parties":["USA :Mediator",{"code":"E\u0301ire"}]}""").Command.ShouldBeOfType<OpenNegotiation>()
            .Parties.ShouldBe([new PartyInRole("USA", "Mediator"), new PartyInRole("Éire")]);
        Errors<OpenNegotiation>("""{"key":"abc","title":"t","parties":["USA","FR\u0410"]}""")["parties"].ShouldContain("Cyrillic");
        Errors<OpenNegotiation>("""{"key":"abc","title":"t","parties":["USA",{"code":"F:R"}]}""")["parties"].ShouldContain("U+003A");
        Errors<RecordStatement>("""{"id":"s","kind":"Claim","speaker":"RUS.\u202Evokahsu"}""")["speaker"].ShouldContain("U+202E");
        Errors<EnterPhase>("""{"phase":"Agreement","basis":[{"speaker":"a\nb"}]}""")["basis"].ShouldContain("U+000A");
        Errors<ConfirmDate>("""{"meeting":"m","by":"FRA,ITA"}""")["by"].ShouldContain("U+002C");
        Errors<ScheduleMeeting>("""{"meeting":"m","when":"2025","confirmedBy":["USA","FRA,ITA"]}""")["confirmedBy"].ShouldBe("at [1]: a name cannot hold ',' (U+002C), character 4 here; it has no comma, colon, percent sign or angle bracket, and nothing that is not seen");
    }

    [Fact]
    public void an_id_is_trimmed_too() => Read<ConfirmDate>("""{"meeting":" m-summit ","by":"USA"}""").Command.ShouldBe(new ConfirmDate("m-summit", "USA"));

    [Fact]
    public void and_as_short()
    {
        Slug.IsId(new string('a', 64)).ShouldBeTrue();
        Slug.IsId(new string('a', 65)).ShouldBeFalse();
        Errors<ConfirmDate>($$"""{"meeting":"{{new string('a', 65)}}","by":"USA"}""")["meeting"].ShouldContain("at most 64 characters");
    }

    [Theory]
    [InlineData("""{"phase":"Agreement","reason":"a\ud800b"}""", "reason", "U+D800); it is character 2 here")]
    [InlineData("""{"phase":"Agreement","reason":"\u00e9\ud83d\ude00\udc00"}""", "reason", "U+DC00); it is character 3 here")]
    [InlineData("""{"phase":"Agreement","basis":[{"via":["x","\ud800"]}]}""", "basis", "at [0].via[1]: a text cannot hold half a character (the unpaired surrogate U+D800)")]
    [InlineData("""{"phase":"Agreement","reason":"ab\ufffe"}""", "reason", "U+FFFE, which Unicode reserves; it is character 3 here")]
    [InlineData("""{"phase":"Agreement","reason":"ab\ufdd0"}""", "reason", "U+FDD0, which Unicode reserves; it is character 3 here")]
    [InlineData("""{"phase":"Agreement","phrase":{"text":"a\u0000","language":"en"}}""", "phrase", "at text: a text cannot hold the character U+0000; it is character 2 here")]
    [InlineData("""{"phase":"Agreement","phrase":{"text":"a","language":"Arabic (Egypt)"}}""", "phrase", "'Arabic (Egypt)' is none")]
    public void a_character_that_no_text_holds_is_named_with_its_place(string json, string member, string why) => Errors<EnterPhase>(json)[member].ShouldContain(why);

    [Fact]
    public void nor_does_a_replacement_hold_one() =>
        Errors<Correct>("""{"fact":"00000000-0000-0000-0000-000000000001","mode":"Amended","reason":"x","replacement":{"basis":[{"via":["a\ufffe"]}]}}""")["replacement"]
            .ShouldContain("at basis[0].via[0]: a text cannot hold the character U+FFFE");

    private static (Command? Command, Refusal? Refusal) Read<T>(string json) => CommandJson.Read(typeof(T), Encoding.UTF8.GetBytes(json));

    private static Dictionary<string, string> Errors<T>(string json) =>
        ((Dictionary<string, string[]>)Read<T>(json).Refusal.ShouldNotBeNull().Hints.Single(hint => hint.Name == "errors").Value).ToDictionary(error => error.Key, error => error.Value[0]);
}
