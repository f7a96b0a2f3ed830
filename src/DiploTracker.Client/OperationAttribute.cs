namespace DiploTracker.Client;

/// <summary>The operation of the API description that a method calls.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationAttribute(string verb, string path) : Attribute
{
    public string Verb { get; } = verb;

    /// <summary>With the names of its parameters: <c>/api/negotiations/{key}</c>.</summary>
    public string Path { get; } = path;
}
