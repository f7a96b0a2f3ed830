namespace DiploTracker.Negotiations;

/// <summary>The event that a command produces.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal abstract class RecordsAttribute(Type @event) : Attribute
{
    public Type Event => @event;
}

/// <inheritdoc cref="RecordsAttribute"/>
internal sealed class RecordsAttribute<T>() : RecordsAttribute(typeof(T)) where T : DomainEvent;
