using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>The side of a thing that is denied or admitted.</summary>
public enum Aspect
{
    [JsonStringEnumMemberName("existence")] Existence,
    [JsonStringEnumMemberName("date")] Date,
    [JsonStringEnumMemberName("place")] Place,
    [JsonStringEnumMemberName("format")] Format,
    [JsonStringEnumMemberName("terms")] Terms,
    [JsonStringEnumMemberName("outcome")] Outcome,
}

/// <summary>A party, or an actor who speaks for none, denies a side of a thing.</summary>
public sealed record Dissent(string By, Aspect Aspect);

/// <summary>The dissent about a thing, kept beside its status; empty once all of it was lifted.</summary>
public sealed record Contest(string Id, EquatableArray<Dissent> Dissent) : IIdentified;
