using System.Reflection;

namespace DiploTracker.Http;

/// <summary>
/// Documents what a method reads of a request or says in an answer, where it does so; applied to every endpoint that
/// declares to pass <see cref="ThroughAttribute"/> there.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal abstract class DescribedAttribute(string name, string description) : Attribute
{
    public string Name => name;

    public string Description => description;

    /// <summary>What the text holds: a string when not said otherwise; an enum gives its words.</summary>
    public Type Type { get; init; } = typeof(string);

    public string? Example { get; init; }
}

internal sealed class TakesQueryAttribute(string name, string description) : DescribedAttribute(name, description)
{
    /// <summary>The words that are possible; the first is the default.</summary>
    public string[] Words { get; init; } = [];
}

internal sealed class TakesHeaderAttribute(string name, string description) : DescribedAttribute(name, description);

/// <summary>A header of answers.</summary>
/// <param name="status">With which it comes; 0 for every success.</param>
internal sealed class SaysHeaderAttribute(string name, string description, int status = 0) : DescribedAttribute(name, description)
{
    public int Status => status;
}

/// <summary>
/// Where a request passes through: what is declared there is declared here too. It names a type, or the methods of that
/// name.
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

/// <summary>What JSON that is passed on as it is holds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HoldsAttribute(Type type) : Attribute
{
    public Type Type => type;
}
