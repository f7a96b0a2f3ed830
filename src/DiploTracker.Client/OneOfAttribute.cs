using System.Reflection;

namespace DiploTracker.Client;

/// <summary>Names the class whose constants are the words a field takes; the server has the last word.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class OneOfAttribute(Type words) : Attribute
{
    /// <summary>The words, in the order of declaration.</summary>
    public IReadOnlyList<string> Words { get; } =
    [
        .. words.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(word => (string)word.GetRawConstantValue()!),
    ];
}

/// <summary>Marks a list of free text, in which commas separate nothing.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FreeTextAttribute : Attribute;

/// <summary>Marks a date of the world, EDTF.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class EdtfAttribute : Attribute;
