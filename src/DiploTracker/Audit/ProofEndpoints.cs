using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class ProofEndpoints
{
    /// <summary>
    /// Proves that an event is in the log: in the tree of the newest checkpoint, or of the requested <c>size</c>.
    /// </summary>
    [WolverineGet("/api/audit/proofs/inclusion/{position}")]
    [EndpointName("proveInclusion")]
    [TakesQuery("size", "The tree of so many events; that of the newest checkpoint when left out.", Type = typeof(long))]
    [Refuses("malformed", "not-found")]
    [ProducesResponseType<InclusionProof>(StatusCodes.Status200OK)]
    public static async Task<IResult> Inclusion(string position, HttpContext context, Transparency transparency)
    {
        if (AuditQuery.Number(position) is not { } wanted)
            return AuditQuery.NoNumber("position");
        var sealedSize = await transparency.Size(context.RequestAborted);
        if (wanted < 1 || wanted > sealedSize)
            return NotSealed(wanted, sealedSize);
        long? size = null;
        if (context.Request.Query["size"].ToString() is { Length: > 0 } text)
        {
            size = AuditQuery.Number(text);
            if (size is null)
                return AuditQuery.NoNumber("size");
            if (size < wanted || size > sealedSize)
                return new ProblemResult(Refusals.Malformed("size", $"a tree from {wanted} to {sealedSize} events holds event {wanted}"));
        }
        return await Proof(async () =>
            size is { } asked ? await transparency.Inclusion(wanted, asked, under: null)
            : await transparency.Checkpoint(covering: null, context.RequestAborted) is { } latest && latest.Checkpoint.Size >= wanted
                ? await transparency.Inclusion(wanted, latest)
            : null) ?? NotSealed(wanted, sealedSize);
    }

    /// <summary>Proves that the tree of <c>to</c> events continues the tree of <c>from</c> events.</summary>
    [WolverineGet("/api/audit/proofs/consistency")]
    [EndpointName("proveConsistency")]
    [TakesQuery("from", "The size of the earlier tree.", Type = typeof(long))]
    [TakesQuery("to", "The size of the later tree.", Type = typeof(long))]
    [Refuses("malformed", "not-found")]
    [ProducesResponseType<ConsistencyProof>(StatusCodes.Status200OK)]
    public static async Task<IResult> Consistency(HttpContext context, Transparency transparency)
    {
        if (AuditQuery.Number(context.Request.Query["from"].ToString()) is not { } from)
            return AuditQuery.NoNumber("from");
        if (AuditQuery.Number(context.Request.Query["to"].ToString()) is not { } to)
            return AuditQuery.NoNumber("to");
        var sealedSize = await transparency.Size(context.RequestAborted);
        if (to > sealedSize)
            return NotSealed(to, sealedSize);
        return from < 1 || from > to
            ? new ProblemResult(Refusals.Malformed("from", "a tree from 1 event up to the size in `to` is expected"))
            : (await Proof(() => transparency.Consistency(from, to)))!;
    }

    private static async Task<IResult?> Proof<T>(Func<Task<T>> make)
    {
        try
        {
            return await make() is { } proof ? Results.Json(proof, Json.Options) : null;
        }
        catch (InvalidDataException damaged)
        {
            return new ProblemResult(Problems.Internal.Because($"{damaged.Message} /api/audit/verify says whether events were changed too."));
        }
    }

    private static ProblemResult NotSealed(long wanted, long sealedSize) =>
        new(Problems.NotFound.Because($"There is no event {wanted} in the tree; it holds the events 1 to {sealedSize}."));
}
