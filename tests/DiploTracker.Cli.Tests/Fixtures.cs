using System.Runtime.CompilerServices;
using Xunit;

[assembly: AssemblyFixture(typeof(TrackerFixture))]

namespace DiploTracker.Cli.Tests;

internal static class Fixtures
{
    [ModuleInitializer]
    internal static void Set() => OwnData.Set();
}
