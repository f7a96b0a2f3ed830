using System.Reflection;

namespace DiploTracker.Http;

/// <summary>
/// Documents what a method reads from a request or writes to an answer, where it does so; applied to every endpoint
/// that declares with <see cref="ThroughAttribute"/> to pass through it.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal abstract class DescribedAttribute(string name, string description) : Attribute
{
    public string Name => name;

    public string Description => description;

    /// <summary>The type of the value: a string by default; an enum stands for its words.</summary>
    public Type Type { get; init; } = typeof(string);

    public string? Example { get; init; }
}

internal sealed class TakesQueryAttribute(string name, string description) : DescribedAttribute(name, description)
{
    /// <summary>The allowed words; the first is the default.</summary>
    public string[] Words { get; init; } = [];
}

internal sealed class TakesHeaderAttribute(string name, string description) : DescribedAttribute(name, description);

/// <summary>A header of an answer.</summary>
/// <param name="status">The status that it comes with; 0 for every success.</param>
internal sealed class SaysHeaderAttribute(string name, string description, int status = 0) : DescribedAttribute(name, description)
{
    public int Status => status;
}

/// <summary>
/// Where a request passes through: the declarations there apply here too. Names a type, or its methods of one name.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ThroughAttribute(Type type, string? member = null) : Attribute
{
    public IEnumerable<MethodInfo> Methods => type
        .GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => member is null || method.Name == member);
}

/// <summary>The body that an endpoint reads itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesBodyAttribute(Type type, string mediaType = "application/json") : Attribute
{
    public Type Type => type;

    public string MediaType => mediaType;
}

/// <summary>
/// An endpoint that does something else with a command than to record it: <c>preview</c> makes the operation
/// <c>previewScheduleMeeting</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DoesAttribute(string verb) : Attribute
{
    public string Verb => verb;
}

/// <summary>The content of JSON that is passed on unchanged.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HoldsAttribute(Type type) : Attribute
{
    public Type Type => type;
}
