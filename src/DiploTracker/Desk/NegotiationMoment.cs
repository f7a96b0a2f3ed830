namespace DiploTracker.Desk;

/// <summary>The moment from which a negotiation is looked at, as the address has it.</summary>
public sealed record NegotiationMoment(string? AsOf, string? KnownAt, string? ReportedAt)
{
    public bool IsNow => AsOf is null && KnownAt is null && ReportedAt is null;

    public static NegotiationMoment Of(IQueryCollection query) =>
        new(Given(query, "asOf"), Given(query, "asKnownAt"), Given(query, "asReportedAt"));

    /// <summary>A form sends its empty fields too; an address without them says the same.</summary>
    public bool IsBlank(IQueryCollection query) =>
        query.Any(pair => pair.Key is "asOf" or "asKnownAt" or "asReportedAt" && pair.Value.ToString().Length == 0);

    /// <summary>One of the three, by its parameter.</summary>
    public string? Of(string parameter) =>
        parameter switch { "asOf" => AsOf, "asKnownAt" => KnownAt, _ => ReportedAt };

    /// <summary>The same with one of the three set.</summary>
    public NegotiationMoment With(string parameter, string moment) => parameter switch
    {
        "asOf" => this with { AsOf = moment },
        "asKnownAt" => this with { KnownAt = moment },
        _ => this with { ReportedAt = moment },
    };

    /// <summary>As the query of a link to the same moment; empty for now.</summary>
    public string Query => QueryString.Create(new[]
    {
        KeyValuePair.Create("asOf", AsOf), KeyValuePair.Create("asKnownAt", KnownAt),
        KeyValuePair.Create("asReportedAt", ReportedAt),
    }.Where(pair => pair.Value is not null)).Value ?? "";

    private static string? Given(IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 } text ? text : null;
}
