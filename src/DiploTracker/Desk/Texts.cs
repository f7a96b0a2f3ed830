namespace DiploTracker.Desk;

/// <summary>The texts of the desk: <c>Texts.resx</c> in English, and one file for each other language.</summary>
public sealed class Texts;
