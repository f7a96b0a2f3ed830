using DiploTracker.Client;

namespace DiploTracker.Cli.Rendering;

/// <summary>The result of one command.</summary>
internal static class ReceiptView
{
    public static void Write(Session session, Receipt receipt) =>
        session.Terminal.Out.WriteLine(session.Json ? JsonText.Pretty(receipt.Json) : Sentence(receipt));

    private static string Sentence(Receipt receipt) => receipt switch
    {
        { Parked: { } id } => $"Parked as {id}: it waits for what it refers to.",
        { Events: [] } => $"Already recorded; {receipt.Negotiation} stays at version {receipt.Version}.",
        { Events: [var only] } =>
            $"Recorded {only.Type} as {only.Id}: "
            + $"{receipt.Negotiation} version {receipt.Version}, position {receipt.Position}.",
        _ => $"Recorded {receipt.Events.Count} facts: {receipt.Negotiation} version {receipt.Version}.",
    };
}
