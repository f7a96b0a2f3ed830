namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// The tags of the description: the areas of the language, which are the folders of the commands, and the others.
/// </summary>
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

    private static readonly Dictionary<string, string> Others = new()
    {
        ["Across negotiations"] = "Lists and filters over all negotiations, each a view that follows the log.",
        ["Actors"] = "Who speaks and takes part, and whom they met.",
        ["Audit"] = "Checkpoints, proofs, exports and replays, by which anybody can check that nothing was rewritten.",
        ["Forgetting"] = "Erasing a person or the words of a fact by destroying a key.",
        ["Live"] = "The events of the log as they are recorded.",
        ["Many commands at once"] = "Batches for one negotiation, and streams of commands for any.",
        ["Parked facts"] = "Commands that wait for what they rest on.",
        ["Previews"] = "What commands would do: the places of their facts, and what would change.",
        ["Reading"] = "How a negotiation stands and how it came to, at any moment of the three times.",
        ["Reports"] = "The sources in which facts stand.",
        ["The tracker"] = "Health, measurements and pages.",
    };

    public static string Of(Type command) =>
        Array.Find(Known, area => area.Folder == command.Namespace!.Split('.')[^1]).Name
        ?? throw new InvalidOperationException($"{command.Namespace} is no area; describe it here.");

    public static int Rank(string name) =>
        Array.FindIndex(Known, area => area.Name == name) is >= 0 and var rank ? rank : Known.Length;

    public static string Description(string name) =>
        Array.Find(Known, area => area.Name == name).Description ?? Others[name];
}
