using DiploTracker.Kernel;

namespace DiploTracker.Recording;

/// <summary>
/// This node has appended. What other nodes append is not told: who follows the log asks for its head as well.
/// </summary>
public sealed class LogSignal : Signal;
