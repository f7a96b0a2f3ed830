using DiploTracker.Kernel;
using DiploTracker.Projections;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>A view whose rows are made of something else is another version of it, though nobody says so.</summary>
public sealed class RowShapeSpecs
{
    private static readonly Column Text = new("text", ColumnType.Text, "A text.");

    [Fact]
    public void the_same_rows_have_the_same_fingerprint() =>
        RowShape.Fingerprint(typeof(Row), [Text]).ShouldBe(RowShape.Fingerprint(typeof(Row), [Text]));

    [Theory]
    [InlineData(typeof(WithOneMore))]
    [InlineData(typeof(WithAnotherName))]
    [InlineData(typeof(WithAnotherType))]
    [InlineData(typeof(WithOtherItems))]
    public void other_members_have_another(Type row) =>
        RowShape.Fingerprint(row, [Text]).ShouldNotBe(RowShape.Fingerprint(typeof(Row), [Text]));

    [Fact]
    public void other_columns_have_another()
    {
        RowShape.Fingerprint(typeof(Row), [Text, Column.Marking])
            .ShouldNotBe(RowShape.Fingerprint(typeof(Row), [Text]));
        RowShape.Fingerprint(typeof(Row), [Text with { Type = ColumnType.Texts }])
            .ShouldNotBe(RowShape.Fingerprint(typeof(Row), [Text]));
    }

    [Fact]
    public void it_ends_the_version_of_a_view() =>
        new ProjectionCatalogue().All.ShouldAllBe(view => view.Version / 100_000 == view.Revision);

    private sealed record Row(string Id, EquatableArray<Item> Items);

    private sealed record WithOneMore(string Id, EquatableArray<Item> Items, int? More);

    private sealed record WithAnotherName(string Key, EquatableArray<Item> Items);

    private sealed record WithAnotherType(string Id, IReadOnlyList<Item> Items);

    private sealed record WithOtherItems(string Id, EquatableArray<OtherItem> Items);

    private sealed record Item(string Name);

    private sealed record OtherItem(string Name, Edtf When);
}
