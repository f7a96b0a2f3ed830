using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>A refusal as it is kept with the request, to be given again when the request is repeated.</summary>
internal sealed record StoredRefusal(string Code, int Status, string Detail, int? Index, Dictionary<string, object>? Hints)
{
    public static StoredRefusal Of(Refused refused) => new(
        refused.Refusal.Code, refused.Refusal.Status, refused.Refusal.Detail, refused.Index,
        refused.Refusal.Hints.IsEmpty ? null : refused.Refusal.Hints.ToDictionary(hint => hint.Name, hint => hint.Value));

    public Refused Refused => new(
        Problems.Catalogue[Code].Because(Detail) with { Status = Status, Hints = [.. (Hints ?? []).Select(hint => new Hint(hint.Key, hint.Value))] },
        Index);
}
