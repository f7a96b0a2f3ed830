using DiploTracker.Negotiations;

namespace DiploTracker.Briefs;

/// <summary>What a party answered. Silence, no comment and a deferral are told apart.</summary>
internal static class AnswerSentences
{
    public static Passage Of(GivenAnswer given) => given.Answer switch
    {
        Answer.Accepted => Passage.Of($"{given.By} accepted"),
        Answer.AcceptedInPrinciple => Passage.Of($"{given.By} accepted in principle"),
        Answer.AcceptedConditionally when given.Conditions.IsEmpty => Passage.Of($"{given.By} accepted conditionally"),
        Answer.AcceptedConditionally => Passage.Of(
            $"{given.By} accepted on condition: {Passage.Names(given.Conditions)}"),
        Answer.Rejected => Passage.Of($"{given.By} rejected it"),
        Answer.Deferred => Passage.Of($"{given.By} put its answer off"),
        Answer.NoComment => Passage.Of($"{given.By} does not comment"),
        _ => Passage.Of($"{given.By} has not responded"),
    };
}
