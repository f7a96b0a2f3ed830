namespace DiploTracker.Kernel;

/// <summary>
/// Why something was refused, as a value: a <see cref="Problem"/> of the catalogue, a sentence about this case, and
/// hints for mending it.
/// </summary>
/// <param name="Problem">The kind of problem; its code is the last segment of the problem's <c>type</c>.</param>
/// <param name="Detail">The cause in this case, in a diplomat's words.</param>
public sealed record Refusal(Problem Problem, string Detail)
{
    public string Code => Problem.Code;

    public string Detail { get; init; } = Shortened.Text(Detail);

    /// <summary>
    /// The HTTP status, if it differs from the usual one of the problem (unparsable JSON is a 400 <c>malformed</c>).
    /// </summary>
    public int Status { get; init; } = Problem.Status;

    /// <summary>
    /// Does it depend on the state of the negotiation? Then another fact may yet make room for the command.
    /// </summary>
    public bool MayPass { get; init; } = Problem.MayPass;

    /// <summary>
    /// Members that help to mend it: <c>errors</c> by field, <c>blockedBy</c>, <c>current</c>, <c>dependants</c>.
    /// </summary>
    public EquatableArray<Hint> Hints { get; init; }

    public Refusal With(string name, object value) => this with { Hints = [.. Hints, new Hint(name, value)] };
}

/// <summary>One extension member of a problem document.</summary>
public sealed record Hint(string Name, object Value)
{
    public object Value { get; init; } = Shortened.Value(Value);
}

/// <summary>
/// A kind of refusal: its code, its HTTP status, and how to mend it. Each has a page at <c>/problems/{code}</c>.
/// </summary>
public sealed record Problem(string Code, int Status, string Title, string Mend)
{
    /// <summary>
    /// By default a refusal for something missing or in conflict depends on the state, and one for a wrong request does
    /// not.
    /// </summary>
    public bool MayPass { get; init; } = Status is 404 or 409;

    /// <summary>Seconds after which to retry, if the status is 503.</summary>
    public int RetryAfter { get; init; } = 1;

    public Refusal Because(string detail) => new(this, detail);
}
