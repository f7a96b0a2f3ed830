namespace DiploTracker.Kernel;

/// <summary>Marks a list of free text, in which a comma is only a comma.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FreeTextAttribute : Attribute;
