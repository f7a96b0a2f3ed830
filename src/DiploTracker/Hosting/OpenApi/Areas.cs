namespace DiploTracker.Hosting.OpenApi;

/// <summary>The areas of the language, by which the commands are grouped: the folders in which they are.</summary>
internal static class Areas
{
    private static readonly (string Folder, string Name, string Description)[] Known =
    [
        ("Process", "Process", "A negotiation opens, gains and loses parties, and goes through phases."),
        ("Proposals", "Proposals", "What is proposed, and how those it is addressed to answer; silence is an answer too."),
        ("Meetings", "Meetings", "From the first idea of a meeting to what came of it."),
        ("Venues", "Venues", "Where a meeting is to be: agreed in principle, disclosed, confirmed."),
        ("Substance", "Substance", "Positions and what they block, agreements and their stages, deadlines."),
        ("Record", "The record", "What was said, further sources, corrections, and who may see what."),
    ];

    public static string Of(Type command) => Array.Find(Known, area => area.Folder == command.Namespace!.Split('.')[^1]).Name;

    public static int Rank(string name) => Array.FindIndex(Known, area => area.Name == name) is >= 0 and var rank ? rank : Known.Length;

    public static string? Description(string name) => Array.Find(Known, area => area.Name == name).Description;
}
