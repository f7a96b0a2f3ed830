using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Sealing;

namespace DiploTracker.Recording;

/// <summary>
/// A refusal as stored with its request, to be returned again if the request is repeated. It may quote the request, so
/// it is sealed in a box whose key is derived from the request: only a caller that sends the same again can open it.
/// </summary>
internal sealed record StoredRefusal(string Code, int Status, int? Index, byte[] Commitment, byte[] Box)
{
    public static StoredRefusal Of(Refused refused, byte[] asked)
    {
        var said = new Said(refused.Refusal.Detail, refused.Refusal.Hints.IsEmpty ? null : refused.Refusal.Hints.ToDictionary(hint => hint.Name, hint => hint.Value));
        var box = Sealing.Box.Seal(default, KeyOf(asked), Guid.Empty, [JsonSerializer.Serialize(said, Log.Json)]);
        return new StoredRefusal(refused.Refusal.Code, refused.Refusal.Status, refused.Index, box.Commitment, box.Bytes);
    }

    public Refused Refused(byte[] asked)
    {
        var said = JsonSerializer.Deserialize<Said>(new Box(default, Commitment, Box).Open(KeyOf(asked), Guid.Empty)[0], Log.Json)!;
        return new(Problems.Catalogue[Code].Because(said.Detail) with
        {
            Status = Status,
            Hints = [.. (said.Hints ?? []).Select(hint => new Hint(hint.Key, hint.Value))],
        }, Index);
    }

    private static byte[] KeyOf(byte[] asked) => SHA256.HashData([.. Encoding.ASCII.GetBytes("refusal"), .. asked]);

    private sealed record Said(string Detail, Dictionary<string, object>? Hints);
}
