using System.Runtime.Versioning;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>Scripts in the place of PostgreSQL's server programs.</summary>
[UnsupportedOSPlatform("windows")]
internal static class FakePrograms
{
    public static async Task WriteAsync(string folder, string script = "echo 'postgres (PostgreSQL) 99.1'")
    {
        Directory.CreateDirectory(folder);
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            var file = Path.Combine(folder, program);
            await File.WriteAllTextAsync(file, $"#!/bin/sh\n{script}\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }
    }
}
