using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using DiploTracker.Kernel;
using DiploTracker.Sealing;
using DiploTracker.Specs.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Forgetting;

/// <summary>What is stored of a fact names no person and holds no free words; what is read is what was said, until it is erased.</summary>
public sealed class SealedSpecs : IDisposable
{
    private static readonly Guid Id = Guid.Parse("0198f3a0-0000-7000-8000-00c0ffee1234");

    private static readonly StatementRecorded Said = new(
        "s-soon", "RUS.Putin", StatementKind.Claim, "Putin: الأسبوع المقبل", "ar", "next week", null, null, null, ["m-summit"])
    {
        Occurred = Date("2025-08-07"),
        Phrase = new Phrase("الأسبوع المقبل", "ar"),
        Basis = [new Basis { Speaker = "RUS.Putin", Via = ["TASS", "Izvestia"] }, new Basis { Speaker = "Witkoff" }],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;
    private readonly Keys _keys;

    public SealedSpecs() => _keys = new Keys(_folder);

    public void Dispose()
    {
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void what_is_stored_holds_neither_names_nor_words()
    {
        var json = Encoding.UTF8.GetString(Write(Said));
        foreach (var word in (string[])["Putin", "Witkoff", "المقبل", "next week", "Izvestia"])
            json.ShouldNotContain(word);
        var stored = JsonNode.Parse(json)!;
        ((string)stored["speaker"]!).ShouldStartWith("RUS.~");
        ((string)stored["speaker"]!).ShouldBe((string)stored["basis"]![0]!["speaker"]!);
        ((string)stored["basis"]![0]!["via"]![0]!).ShouldBe("TASS");
        ((string)stored["id"]!, (string)stored["about"]![0]!).ShouldBe(("s-soon", "m-summit"));
        stored["sealed"]!.AsArray().Count.ShouldBe(3); // the words, Putin, Witkoff
    }

    [Fact]
    public void what_was_sealed_is_read_as_it_was_said() => Generated.Any.Sample(@event =>
        Sealed.Read(_keys, Id, Language.NameOf(@event), Write(@event)).ShouldBe(@event), iter: 300, threads: 1);

    [Fact]
    public void a_name_is_in_memory_once_and_no_longer_once_a_key_is_destroyed()
    {
        var json = Write(Said);
        Speaker().ShouldBeSameAs(Speaker());
        var (texts, name) = (_keys.Texts, Speaker());
        texts.Of("RUS.Putin").ShouldBeSameAs(name);

        var changes = 0;
        _keys.Changed += () => changes++;
        _keys.Destroy([_keys.Find("Witkoff")!.Value]);
        changes.ShouldBeGreaterThan(0);
        _keys.Texts.ShouldNotBeSameAs(texts);
        _keys.Texts.Of("RUS.Putin").ShouldNotBeSameAs(name);

        string? Speaker() => ((StatementRecorded)Sealed.Read(_keys, Id, "statement-recorded.v1", json)).Speaker;
    }

    [Fact]
    public void no_table_of_texts_is_static() => typeof(Keys).Assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(field => field.FieldType == typeof(InternTable<string>)).ShouldBeEmpty();

    [Fact]
    public void a_command_that_waits_is_read_as_it_was_sent()
    {
        var command = new Correct(Guid.NewGuid(), CorrectionMode.Amended, "said Putin", new Replacement { Json = """{"quote":"Putin"}""" }) { Occurred = Date("2025-08-07") };
        using var names = _keys.Begin();
        var json = Sealed.Write(_keys, Id, command);
        names.Commit();
        Encoding.UTF8.GetString(json).ShouldNotContain("Putin");
        Sealed.Read(_keys, Id, typeof(Correct), json).ShouldBe(command);
    }

    [Fact]
    public void who_is_erased_is_still_one_and_the_same_and_speaks_for_its_party()
    {
        var json = Write(Said);
        Sealed.Read(_keys, Id, "statement-recorded.v1", json).ShouldBe(Said);
        _keys.Destroy([_keys.Find("Putin")!.Value]);
        var read = (StatementRecorded)Sealed.Read(_keys, Id, "statement-recorded.v1", json);
        read.Speaker.ShouldStartWith("RUS.erased-");
        read.Basis[0].Speaker.ShouldBe(read.Speaker);
        (read.Quote, read.Basis[1].Speaker).ShouldBe((Said.Quote, "Witkoff"));
        Negotiation.PartyOf(read.Speaker).ShouldBe("RUS");
        Sealed.Read(_keys, Id, "statement-recorded.v1", Write(read)).ShouldBe(read); // as an amendment that leaves it as it is
    }

    [Fact]
    public void erased_words_say_so()
    {
        var json = Write(Said);
        _keys.Destroy([KeyId.Of(Id)]);
        var read = (StatementRecorded)Sealed.Read(_keys, Id, "statement-recorded.v1", json);
        (read.Quote, read.Translation, read.Phrase!.Text, read.Phrase.Language, read.Speaker)
            .ShouldBe((Erased.Words, Erased.Words, Erased.Words, "ar", "RUS.Putin"));
    }

    [Fact]
    public void what_looks_like_a_place_holder_is_a_text_like_any_other()
    {
        var tricky = Said with { Speaker = "RUS.~00c0ffee1234", Quote = "~0", Translation = "\"sealed\":[", Basis = [] };
        Sealed.Read(_keys, Id, "statement-recorded.v1", Write(tricky)).ShouldBe(tricky);
    }

    [Fact]
    public void a_box_that_was_changed_does_not_open() => Gen.Int[0, 2].Sample(which =>
    {
        var json = JsonNode.Parse(Write(Said))!;
        var box = json["sealed"]![which]!;
        var bytes = Convert.FromBase64String((string)box["box"]!);
        bytes[^1] ^= 1;
        box["box"] = Convert.ToBase64String(bytes);
        using var keys = new Keys(_folder);
        Should.Throw<InvalidOperationException>(() => Sealed.Read(keys, Id, "statement-recorded.v1", Encoding.UTF8.GetBytes(json.ToJsonString())))
            .Message.ShouldContain("it was changed");
    }, iter: 10, threads: 1);

    [Fact]
    public void who_was_met_is_known_by_the_key_alone()
    {
        var json = JsonNode.Parse(Write(Said))!;
        Sealed.Read(_keys, Id, "statement-recorded.v1", Encoding.UTF8.GetBytes(json.ToJsonString())).ShouldBe(Said);
        json["sealed"]![0]!["box"] = "";
        Sealed.Read(_keys, Id, "statement-recorded.v1", Encoding.UTF8.GetBytes(json.ToJsonString())).ShouldBe(Said);
    }

    [Fact]
    public void a_box_opens_only_in_the_fact_that_it_was_made_for() =>
        Should.Throw<InvalidOperationException>(() => Sealed.Read(_keys, Guid.NewGuid(), "statement-recorded.v1", Write(Said with { Quote = null, Translation = null, Phrase = null })));

    [Fact]
    public void the_same_said_twice_is_sealed_in_two_ways() => Write(Said).ShouldNotBe(Write(Said));

    [Fact]
    public void what_was_stored_before_there_were_seals_is_read_as_it_stands() =>
        Sealed.Read(_keys, Id, "statement-recorded.v1", EventJson.Write(Said)).ShouldBe(Said);

    [Fact]
    public void what_was_ever_sealed_can_be_opened()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "golden")).FullName;
        File.WriteAllText(Path.Combine(folder, "tree"), $"/ {Convert.ToHexStringLower([.. Enumerable.Range(0, 32).Select(number => (byte)number)])}\n");
        using var keys = new Keys(folder);
        Sealed.Read(keys, Id, "statement-recorded.v1", Encoding.UTF8.GetBytes(Golden)).ShouldBe(Said);
    }

    /// <summary>As it was stored, with the keys of the tree above. It is never changed: such bytes are in databases.</summary>
    private const string Golden =
        """
        {"id":"s-soon","speaker":"RUS.~c7b105e7b7d2","kind":"Claim","quote":"~0","language":"ar","translation":"~1","about":["m-summit"],
        "occurred":"2025-08-07","phrase":{"text":"~2","language":"ar"},"basis":[{"speaker":"RUS.~c7b105e7b7d2","via":["TASS","~3"]},{"speaker":"~fc80f7b99fc4"}],
        "sealed":[
        {"box":"OvEgwsNiVw9291KwHzfl2FjrN4i81dmGVbXLeW/w6JI4QsZ0HhYlzW0=",
        "commitment":"IjD0z7OoCgClUEJGjQNZ9/EN5oAFAA/i2zfxVRQkHJQ=","key":"c7b105e7b7d2"},
        {"box":"WnpU7YoCooDV2zTXyx9450mNtIUD6+mibwp88pf9lWBwXL1TawLJZYzJkQ==",
        "commitment":"xHrzpCtQoSEyen2/hNwMckQ7OYB+XzLT0SYbqAp7Dzw=","key":"fc80f7b99fc4"},
        {"box":"KtyOyGBIRBH1V6cewqpVvz1q5X5ugvCj6hctJImXOnCxbTfx/yCD7AmOLK7taGAB+ExJgpgsqkOykuzF4OBejQOit23ALSKv5m2JJK71+1dPRCB0MkSdcGMuI3Iy3ADyPPMZxbcvVPVtxxwWkjum2QLehaw6AfLAFHZW",
        "commitment":"wM0/LO3TBuZpr/7R0UAZn9QI1+P5ftL34kinGvxwreM=","key":"00c0ffee1234"}]}
        """;

    private byte[] Write(DomainEvent @event)
    {
        using var names = _keys.Begin();
        var json = Sealed.Write(_keys, Id, @event);
        names.Commit();
        return json;
    }
}
