using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DiploTracker.Recording;

/// <summary>
/// The clocks of this machine. The timestamp keeps counting while the machine sleeps, and cannot be set: on Linux and
/// macOS that takes a different clock than <see cref="Stopwatch"/> reads; on Windows it is the same.
/// </summary>
internal sealed class NodeClock : TimeProvider
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>CLOCK_BOOTTIME on Linux, CLOCK_MONOTONIC on macOS; null if the usual timestamp will do.</summary>
    private static readonly int? Sleepless = (OperatingSystem.IsLinux() ? 7 : OperatingSystem.IsMacOS() ? 6 : default(int?)) is { } clock
        && clock_gettime(clock, out _) == 0 ? clock : null;

    public override long TimestampFrequency => Sleepless is null ? Stopwatch.Frequency : NanosecondsPerSecond;

    public override long GetTimestamp() => Sleepless is { } clock && clock_gettime(clock, out var time) == 0
        ? time.Seconds * NanosecondsPerSecond + time.Nanoseconds
        : Stopwatch.GetTimestamp();

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out TimeOfClock time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeOfClock
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
