using DiploTracker.Kernel;

namespace DiploTracker.Recording;

/// <summary>
/// Raised when this node appends. Appends of other nodes do not raise it: followers of the log also poll its head.
/// </summary>
public sealed class LogSignal : Signal;
