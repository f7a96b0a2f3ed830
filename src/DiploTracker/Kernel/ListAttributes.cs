namespace DiploTracker.Kernel;

/// <summary>
/// A list that a command did not have in its first version. Its JSON omits the list if it was left out, so that a
/// request has the hash under which its answer is remembered.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddedLaterAttribute : Attribute;

/// <summary>A list that means something when it is given empty: it is then stored empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeptWhenEmptyAttribute : Attribute;
