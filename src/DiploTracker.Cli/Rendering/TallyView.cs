using DiploTracker.Cli.Running;

namespace DiploTracker.Cli.Rendering;

/// <summary>The end of a run in figures.</summary>
internal static class TallyView
{
    public static void Write(Session session, Tally tally, string recorded = "recorded")
    {
        if (session.Json)
        {
            session.Terminal.Out.WriteLine(JsonText.Pretty(tally));
            return;
        }
        Grid.Write(
            session.Terminal.Tables(),
            session.Terminal,
            "",
            [recorded, "already there", "refused as expected", "parked", "refused"],
            [[$"{tally.Recorded}", $"{tally.AlreadyThere}", $"{tally.RefusedAsExpected}", $"{tally.Parked}", $"{tally.Refused}"]]);
    }
}
