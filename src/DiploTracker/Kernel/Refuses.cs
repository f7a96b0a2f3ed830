namespace DiploTracker.Kernel;

/// <summary>
/// The problem codes that a command or an endpoint can be refused with, declared where they arise. Specs compare the
/// declaration with the actual refusals.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RefusesAttribute(params string[] codes) : Attribute
{
    public IReadOnlyList<string> Codes => codes;

    /// <summary>The HTTP status, if it differs from the usual one of the problems; else 0.</summary>
    public int Status { get; init; }
}
