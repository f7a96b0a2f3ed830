using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiploTracker.Client.Generator;

/// <summary>Names and literals of C#.</summary>
internal static class Written
{
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    public static string Plural(string name) => name[^1] switch
    {
        'y' => $"{name[..^1]}ies",
        's' => $"{name}es",
        _ => $"{name}s",
    };

    public static string Literal(string text) => JsonSerializer.Serialize(text, Readable);

    public static string Xml(string text) => System.Security.SecurityElement.Escape(text);

    /// <summary><c>AMBER+STRICT</c> is AmberStrict, <c>very-likely</c> VeryLikely.</summary>
    public static string Identifier(string word) => string.Concat(word
        .Split([.. word.Where(letter => !char.IsAsciiLetterOrDigit(letter)).Distinct()],
            StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.All(char.IsAsciiLetterUpper) ? Pascal(part.ToLowerInvariant()) : Pascal(part)));
}
