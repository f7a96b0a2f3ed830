using System.Text;
using DiploTracker.Desk.Entry;
using DiploTracker.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Desk;

/// <summary>The forms of the desk come from the commands themselves.</summary>
public sealed class CommandFormSpecs
{
    public static TheoryData<string> Forms => [.. CommandForm.All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void a_form_that_is_filled_in_reads_as_its_command(string route)
    {
        var form = CommandForm.All[route];
        var (command, refusal) = Read(form, form.Fields.ToDictionary(field => field.Name, Sample));
        refusal?.Detail.ShouldBeNull();
        command.ShouldBeOfType(form.Command);
    }

    [Fact]
    public void what_is_left_blank_is_not_sent()
    {
        var form = CommandForm.All["schedule-meeting"];
        form.Read(Form(new() { ["meeting"] = "m-one", ["when"] = " ", ["basis.speaker"] = "" })).ToJsonString()
            .ShouldBe("""{"meeting":"m-one"}""");
    }

    [Fact]
    public void the_source_is_part_of_the_command()
    {
        var form = CommandForm.All["enter-phase"];
        form.Read(Form(new()
        {
            ["phase"] = "Agreement", ["basis.speaker"] = "RUS.Ushakov", ["basis.via"] = "AFP, TASS", ["phrase.text"] = "قمة",
            ["phrase.language"] = "ar",
        })).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(
            """{"phase":"Agreement","basis":{"speaker":"RUS.Ushakov","via":["AFP","TASS"]},"phrase":{"text":"قمة","language":"ar"}}""");
    }

    [Theory]
    [InlineData(FieldKind.List, "USA, RUS,", """["USA","RUS"]""")]
    [InlineData(FieldKind.Lines, "a, b\nc\n", """["a, b","c"]""")]
    [InlineData(FieldKind.YesOrNo, "true", "true")]
    [InlineData(FieldKind.YesOrNo, "false", "false")]
    [InlineData(FieldKind.Number, "3", "3")]
    [InlineData(FieldKind.Number, "three", "\"three\"")]
    [InlineData(FieldKind.Text, " a ", "\"a\"")]
    public void a_field_reads_what_was_typed(FieldKind kind, string typed, string json) =>
        new CommandField("field", kind, IsRequired: false, []).Read(typed)!.ToJsonString().ShouldBe(json);

    [Fact]
    public void after_a_fact_its_source_stays_and_what_happened_does_not()
    {
        var typed = Typed.From(Form(new() { ["meeting"] = "m-one", ["basis.speaker"] = "USA", ["occurred"] = "2025-08-07", ["phrase.text"] = "x" }));
        var next = typed.ForTheNext();
        (next["meeting"], next["basis.speaker"], next["occurred"], next["phrase.text"]).ShouldBe(("", "USA", "2025-08-07", ""));
    }

    private static (object? Command, Refusal? Refusal) Read(CommandForm form, Dictionary<string, string> typed) =>
        CommandJson.Read(form.Command, Encoding.UTF8.GetBytes(form.Read(Form(typed)).ToJsonString()));

    private static FormCollection Form(Dictionary<string, string> typed) =>
        new(typed.ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value)));

    private static string Sample(CommandField field) => field switch
    {
        { Kind: FieldKind.Date } => "2025-08-15",
        { Kind: FieldKind.Word } => field.Words[0],
        { Kind: FieldKind.YesOrNo } => "true",
        { Kind: FieldKind.Number } => "3",
        { Kind: FieldKind.List } => "USA, RUS",
        { Name: "language" } => "ar",
        { Name: "fact" } => "01a20944-516f-7dbc-ad7d-a781ccee323a",
        { Name: "embargoUntil" } => "2025-08-15T12:00:00Z",
        _ => "a",
    };
}
