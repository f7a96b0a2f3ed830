using Shouldly;
using Xunit;

namespace DiploTracker.Specs;

/// <summary>Lines are at most 120 columns wide. Older ones that are not may only become fewer.</summary>
public sealed class WidthSpecs
{
    private const int Width = 120;

    /// <summary>Lower it when there are fewer; never raise it.</summary>
    private const int Ceiling = 1441;

    [Fact]
    public void wide_lines_only_become_fewer()
    {
        var wide = Directory.GetFiles(Path.Combine(DocsSpecs.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Sum(file => File.ReadLines(file).Count(line => line.Length > Width));
        wide.ShouldBeLessThanOrEqualTo(Ceiling, $"wrap the lines of src that are wider than {Width} columns");
        Ceiling.ShouldBeLessThan(wide + 50, $"there are fewer now: lower the ceiling to {wide}");
    }
}
