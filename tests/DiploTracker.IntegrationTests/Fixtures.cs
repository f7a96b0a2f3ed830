using System.Runtime.CompilerServices;
using DiploTracker.IntegrationTests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(TrackerFixture))]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace DiploTracker.IntegrationTests;

internal static class Fixtures
{
    /// <summary>Before any test: those that use no other type of the shared project must not use the machine's data
    /// folder either.</summary>
    [ModuleInitializer]
    internal static void Set() => OwnData.Set();
}

/// <summary>Classes that wait long for servers and processes begin first, so that none of them runs alone at the
/// end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        ".ReadinessTests", ".SynchronousStandbyTests", ".RestartTests", ".FaultProgrammeTests", ".AuditTests", ".FollowerTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(one => Long.Any(one.TestCollectionDisplayName.Contains))
            .ThenBy(one => one.UniqueID, StringComparer.Ordinal)];
}
