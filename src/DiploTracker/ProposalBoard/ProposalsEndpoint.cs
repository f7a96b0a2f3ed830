using DiploTracker.Negotiations;
using DiploTracker.Views;
using Wolverine.Http;

namespace DiploTracker.ProposalBoard;

public static class ProposalsEndpoint
{
    /// <summary>
    /// Proposals of all negotiations, the oldest first. <c>status=Unanswered&amp;olderThan=P3D</c> are those met with silence
    /// for three days at least, by the clock of the database; <c>owedBy=RUS</c> those to which Russia owes an answer, and
    /// <c>silence</c> tells how it has been silent. <c>age</c> of a row is in seconds.
    /// </summary>
    [WolverineGet("/api/proposals")]
    public static Task<IResult> Get(HttpContext context, ViewReader views) => views.Page<ProposalBoard>(context, proposals => proposals
        .Text("negotiation").Has("by", "by_parties").Has("to", "to_parties").Has("owedBy", "owed_by").Text("about")
        .Word<ProposalStatus>("status").Word<Formality>("formality")
        .When("party", party => $"({party} = any (t.by_parties) or {party} = any (t.to_parties))")
        .When("silence", kind => $"case lower({kind}) when 'noresponse' then t.silent when 'nocomment' then t.without_comment when 'nothing' then t.unheard when 'deferred' then t.deferred else '{{}}' end <> '{{}}'")
        .Flag("owed", "cardinality(t.owed_by) > 0").Flag("overdue", "t.respond_latest < clock_timestamp() and cardinality(t.owed_by) > 0")
        .Age("olderThan", "t.made_by < clock_timestamp() - $").Age("youngerThan", "t.made_by >= clock_timestamp() - $")
        .Search()
        .Answer("left(t.item, -1) || ',\"age\":' || coalesce(floor(greatest(0, extract(epoch from clock_timestamp() - t.made_by)))::bigint::text, 'null') || '}'")
        .Sort("age", "coalesce(t.made_by, 'infinity')", "timestamptz"));
}
