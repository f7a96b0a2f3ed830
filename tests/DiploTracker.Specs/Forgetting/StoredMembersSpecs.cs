using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Forgetting;

/// <summary>SQL that reads members of stored events is in one file, where a test compares it with the events.</summary>
public sealed partial class StoredMembersSpecs
{
    [Fact]
    public void no_other_file_looks_into_the_json_of_events() =>
        Directory.GetFiles(Path.Combine(DocsSpecs.Root, "src", "DiploTracker"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".sql", StringComparison.Ordinal))
            .Where(file => LooksInside().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(DocsSpecs.Root, file)).ShouldBeEmpty();

    // Of events and of parked commands; what actors have in their column `data` is a document of the tracker's own.
    [GeneratedRegex(@"(?<!\ba\.)\b(data|fact) *(->|#>|@>)|\bjsonb_\w+\((m\.)?(data|fact)\b")]
    private static partial Regex LooksInside();
}
