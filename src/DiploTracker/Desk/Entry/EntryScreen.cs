using System.Text;
using DiploTracker.Commands;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Desk.Entry;

/// <summary>Recording by hand: a form a verb, whose source stays for the next fact.</summary>
internal static class EntryScreen
{
    private const string Opening = "open-negotiation";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/record/" + Opening, Open).ExcludeFromDescription();
        routes.MapPost("/record/" + Opening, RecordOpening).ExcludeFromDescription().DisableAntiforgery();
        routes.MapGet("/negotiations/{key}/record", Choose).ExcludeFromDescription();
        routes.MapGet("/negotiations/{key}/record/{command}", Form).ExcludeFromDescription();
        routes.MapPost("/negotiations/{key}/record/{command}", Record).ExcludeFromDescription().DisableAntiforgery();
    }

    public static IResult Open(HttpContext context) =>
        DeskResult.Page<Entry>(context, "open-one", new EntryModel(null, Opening, Known.Nothing, Typed.Nothing));

    public static Task<IResult> RecordOpening(HttpContext context, Recorder recorder, NegotiationReader negotiations) =>
        Record("", Opening, context, recorder, negotiations);

    public static Task<IResult> Choose(string key, HttpContext context, NegotiationReader negotiations) =>
        Form(key, "", context, negotiations);

    /// <summary>The form; a link may fill in some fields.</summary>
    [TakesQuery("id", "Fills in `id`.")]
    [TakesQuery("meeting", "Fills in `meeting`.")]
    [TakesQuery("by", "Fills in `by`.")]
    public static async Task<IResult> Form(
        string key, string command, HttpContext context, NegotiationReader negotiations)
    {
        if (command.Length > 0 && !CommandForm.All.ContainsKey(command))
            return DeskResult.Problem(context, CommandBodies.UnknownCommand(command));
        return (await negotiations.Read(key, context, timeline => DeskResult.Page<Entry>(
            context, timeline.Head.Title,
            new EntryModel(key, command, Known.In(timeline), Typed.From(context.Request.Query)))))
            .OrProblem(context);
    }

    public static async Task<IResult> Record(
        string key, string command, HttpContext context, Recorder recorder, NegotiationReader negotiations)
    {
        var (typed, foreign) = await DeskForm.Read(context);
        if (typed is null)
            return DeskResult.Problem(context, foreign!);
        if (!CommandForm.All.TryGetValue(command, out var form))
            return DeskResult.Problem(context, CommandBodies.UnknownCommand(command));
        var (read, refusal) = CommandJson.Read(form.Command, Encoding.UTF8.GetBytes(form.Read(typed).ToJsonString()));
        var (caller, badCaller) = context.Request.Caller();
        refusal ??= badCaller;
        if (refusal is null && !Guid.TryParse(typed["idempotencyKey"], out _))
            refusal = Refusals.Malformed("idempotencyKey", "open the form once more");
        Outcome? outcome = null;
        if (refusal is null)
        {
            key = read is OpenNegotiation open ? open.Key : key;
            outcome = await recorder.Record(
                new Submission(
                    key, [read!], caller!, IdempotencyKey: Guid.Parse(typed["idempotencyKey"].ToString()),
                    MayPark: typed["park"] == "true"),
                context.RequestAborted);
            refusal = (outcome as Refused)?.Refusal;
        }
        if (outcome is Recorded { Opened: true })
            return Results.Redirect($"/negotiations/{key}");

        // Everything typed stays after a refusal; after a fact its source stays for the next.
        var next = refusal is null ? Typed.From(typed).ForTheNext() : Typed.From(typed);
        return command == Opening
            ? Page(Known.Nothing)
            : (await negotiations.Read(key, context, timeline => Page(Known.In(timeline)))).OrProblem(context);

        IResult Page(Known known) => DeskResult.Page<Entry>(
            context, refusal?.Problem.Title ?? known.Title,
            new EntryModel(command == Opening ? null : key, command, known, next)
            {
                Refusal = refusal,
                Outcome = outcome,
            },
            refusal?.Status ?? StatusCodes.Status200OK);
    }
}
