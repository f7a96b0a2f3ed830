using DiploTracker.Negotiations;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>The areas of the language, by which the commands are grouped: told by what the command's event is about.</summary>
internal static class Areas
{
    private static readonly (string Name, string Description, string[] About)[] Known =
    [
        ("Process", "A negotiation opens, gains and loses parties, and goes through phases.", ["negotiation", "party", "phase"]),
        ("Proposals", "What is proposed, and how those it is addressed to answer; silence is an answer too.", ["proposal"]),
        ("Meetings", "From the first idea of a meeting to what came of it.", ["meeting"]),
        ("Venues", "Where a meeting is to be: agreed in principle, disclosed, confirmed.", ["venue"]),
        ("Substance", "Positions and what they block, agreements and their stages, deadlines.", ["position", "agreement", "deadline"]),
        ("The record", "What was said, further sources, corrections, and who may see what.", ["statement", "fact", "record", "disclosure"]),
    ];

    /// <summary>The area of a command; one about something new is an area of its own.</summary>
    public static string Of(Type command)
    {
        var about = Reach.EventOf(command)?.Split('-')[0] ?? Language.Kebab(command.Name);
        return Array.Find(Known, area => area.About.Contains(about)).Name ?? char.ToUpperInvariant(about[0]) + about[1..];
    }

    public static int Rank(string name) => Array.FindIndex(Known, area => area.Name == name) is >= 0 and var rank ? rank : Known.Length;

    public static string? Description(string name) => Array.Find(Known, area => area.Name == name).Description;
}
