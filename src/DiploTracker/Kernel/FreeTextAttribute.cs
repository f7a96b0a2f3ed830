namespace DiploTracker.Kernel;

/// <summary>Marks a list of free text, in which commas do not separate items.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FreeTextAttribute : Attribute;
