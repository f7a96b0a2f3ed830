namespace DiploTracker.Kernel;

/// <summary>Why a text is not an EDTF date of the subset.</summary>
/// <param name="Position">Offset of the error in the given text, from 0 to its length.</param>
/// <param name="Message">The text expected there and how to mend it, in plain English.</param>
public sealed record EdtfError(int Position, string Message);
