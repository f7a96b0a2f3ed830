namespace DiploTracker.Reports;

/// <summary>
/// One article or cable that facts cite. Registered once; its text is not kept, only the hash that proves it.
/// </summary>
/// <param name="Id">SHA-256 of the text in UTF-8, in lower-case hex.</param>
/// <param name="Language">A BCP 47 tag.</param>
public sealed record Report(string Id, string? Title, string? Url, string? Publisher, string? Language, DateTimeOffset? PublishedAt);
