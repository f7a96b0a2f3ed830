using System.Runtime.CompilerServices;
using Xunit;

[assembly: AssemblyFixture(typeof(TrackerFixture))]

namespace DiploTracker.IntegrationTests;

internal static class Fixtures
{
    /// <summary>Before any test: those that use no other type of the shared project must not use the machine's data folder either.</summary>
    [ModuleInitializer]
    internal static void Set() => OwnData.Set();
}
