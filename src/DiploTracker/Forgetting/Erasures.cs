using DiploTracker.Actors;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using DiploTracker.Reports;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Forgetting;

/// <summary>
/// Erases: destroys the key, records a certificate in each negotiation concerned, then waits for the views. Everything
/// to erase is noted first (<c>diplo.erasures</c>), so that it is completed whatever happens.
/// </summary>
public sealed class Erasures(
    NpgsqlDataSource database, Commits commits, Keys keys, Recorder recorder, Timelines timelines, ActorBook actors,
    ReportBook reports)
{
    private static readonly TimeSpan LongestWaitForViews = TimeSpan.FromSeconds(10);

    private readonly ErasureNotes _notes = new(database, commits);

    /// <summary>Erases a person, and on request the words that name it.</summary>
    public async Task<(ErasureAnswer? Answer, Refusal? Refusal)> OfPerson(
        string subject, bool words, string ground, Caller caller, Guid? request, CancellationToken cancellation)
    {
        if (await _notes.Before(request, cancellation) is { } before)
            return (before, null);

        var name = subject[(subject.IndexOf('.') + 1)..];
        var described = await actors.Of(name, cancellation);
        HashSet<string> spellings = [name, .. described.SelectMany(one => one.Actor.Names.Values)];
        if (spellings.FirstOrDefault(spelling => ground.Contains(spelling, StringComparison.OrdinalIgnoreCase)) is not null)
            return (null, Refusals.Malformed("ground", "it stays in clear for ever and must not name the person"));

        var found = await SealedRows.Search(database, keys, name, spellings, cancellation);
        var inReports = await reports.Naming(spellings, cancellation);
        HashSet<KeyId> ids = [.. found.Keys, .. described.Select(one => one.Key)];
        if (keys.Find(name) is { } known)
            ids.Add(known);
        if (ids.Count == 0)
            return (null, Problems.SubjectUnknown.Because("No fact and no description names anybody so."));

        List<ToErase> erasures = [];
        foreach (var id in ids)
            erasures.AddRange((await Concerned(StoredMembers.HoldsSealedWith, id.ToString(), cancellation))
                .Select(negotiation => new ToErase(id.ToString(), negotiation, Erasure.Person, null, ground)));
        if (words)
        {
            erasures.AddRange(found.Named.Select(named =>
                new ToErase(KeyId.Of(named.Fact!.Value).ToString(), named.Negotiation!, Erasure.Words, named.Fact, ground)));
            foreach (var report in inReports)
                erasures.AddRange(await OfReport(report, ground, cancellation));
        }
        await actors.Delete(ids);
        IReadOnlyList<NamedIn> stillNamed = words ? [] : [.. found.Named, .. inReports.Select(report => new NamedIn(null, null, report))];
        return (await Erase(erasures, caller, request, stillNamed, cancellation), null);
    }

    /// <summary>Erases the words of a fact, recorded or parked.</summary>
    public async Task<(ErasureAnswer? Answer, Refusal? Refusal)> OfFact(
        Guid fact, string ground, Caller caller, Guid? request, CancellationToken cancellation)
    {
        if (await _notes.Before(request, cancellation) is { } before)
            return (before, null);

        var id = KeyId.Of(fact).ToString();
        await using var find = database.CreateCommand(
            $"""
            select stream_id from mt_events where id = $1 and {StoredMembers.HoldsSealedWith("data", "$2")}
            union all select negotiation from diplo.parked where id = $1 and {StoredMembers.HoldsSealedWith("fact", "$2")}
            """);
        find.Parameters.Add(new() { Value = fact });
        find.Parameters.Add(new() { Value = id });
        return await find.ExecuteScalarAsync(cancellation) is string negotiation
            ? (await Erase([new ToErase(id, negotiation, Erasure.Words, fact, ground)], caller, request, [], cancellation), null)
            : (null, Problems.SubjectUnknown.Because($"There is no fact {fact} with words that are sealed."));
    }

    /// <summary>Erases title and address of a report; the certificates are recorded where facts cite it.</summary>
    public async Task<(ErasureAnswer? Answer, Refusal? Refusal)> OfReport(
        string sha256, string ground, Caller caller, Guid? request, CancellationToken cancellation) =>
        await _notes.Before(request, cancellation) is { } before ? (before, null)
        : await reports.Find(sha256.ToLowerInvariant(), cancellation) is not { } report
            ? (null, Problems.SubjectUnknown.Because($"No report '{sha256}' is registered."))
        : (await Erase(await OfReport(report.Id, ground, cancellation), caller, request, [], cancellation), null);

    private async Task<List<ToErase>> OfReport(string report, string ground, CancellationToken cancellation) =>
        (await Concerned(StoredMembers.CitesReport, report, cancellation))
            .ConvertAll(negotiation => new ToErase(ReportBook.KeyOf(report).ToString(), negotiation, Erasure.Words, null, ground));

    /// <summary>All erasures, by key id.</summary>
    public async Task<IReadOnlyList<CertifiedErasure>> All(CancellationToken cancellation) => await _notes.All(cancellation);

    /// <summary>Completes pending erasures: records missing certificates.</summary>
    internal async Task CertifyAgain(CancellationToken cancellation)
    {
        foreach (var (erased, by) in await _notes.NotCertified(cancellation))
            await Certify(erased, new Caller(by), cancellation);
    }

    private async Task<ErasureAnswer> Erase(
        IReadOnlyList<ToErase> erasures, Caller caller, Guid? request, IReadOnlyList<NamedIn> stillNamed, CancellationToken cancellation)
    {
        await _notes.Add(erasures, caller, request);
        keys.Destroy([.. erasures.Select(erased => KeyId.Parse(erased.Key)!.Value)]);
        foreach (var negotiation in erasures.Select(erased => erased.Negotiation).Distinct())
            timelines.Forget(negotiation);
        await TellOfParked(erasures);
        // From here on it is completed, even if the caller has gone.
        foreach (var erased in erasures.Where(erased => erased.Negotiation.Length > 0))
            await Certify(erased, caller, CancellationToken.None);
        await Views(cancellation);
        return new ErasureAnswer(await _notes.Of(erasures.Select(erased => erased.Key), CancellationToken.None), stillNamed);
    }

    private async Task Certify(ToErase erased, Caller caller, CancellationToken cancellation)
    {
        var outcome = await recorder.Record(
            new Submission(erased.Negotiation, [new CertifyErasure(erased.What, erased.Key, erased.Fact, erased.Ground)], caller), cancellation);
        if (outcome is Refused { Refusal: var stopped } && stopped.Problem == Problems.RecordingStopped)
            throw new RecordingUnavailableException($"The certificate of {erased.Key} waits: {stopped.Detail}", cause: null);
        if (outcome is Refused { Refusal: var refusal } && refusal.Problem != Problems.NegotiationUnknown)
            throw new InvalidOperationException($"The certificate of {erased.Key} was refused: {refusal.Detail}");
        await _notes.Certified(erased, cancellation);
    }

    /// <summary>
    /// The negotiations with recorded or parked facts whose JSON meets a condition; '' if there are none.
    /// </summary>
    /// <param name="isConcerned">The condition, as SQL over the JSON and the value.</param>
    private async Task<List<string>> Concerned(Func<string, string, string> isConcerned, string value, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand(
            $"""
            select distinct stream_id from mt_events where {isConcerned("data", "$1")}
            union select negotiation from diplo.parked where {isConcerned("fact", "$1")}
            """);
        select.Parameters.Add(new() { Value = value });
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<string> negotiations = [];
        while (await rows.ReadAsync(cancellation))
            negotiations.Add(rows.GetString(0));
        return negotiations is [] ? [""] : negotiations;
    }

    // Parked commands belong to no version, so a new revision tells nodes to read them again.
    private async Task TellOfParked(IReadOnlyList<ToErase> erasures)
    {
        await using var tell = database.CreateCommand("update diplo.parked_revisions set revision = revision + 1, change = gen_random_uuid() where negotiation = any ($1)");
        tell.Parameters.Add(new() { Value = erasures.Select(erased => erased.Negotiation).Distinct().ToArray() });
        await tell.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until the views no longer show it; a stopped view is not waited for.</summary>
    private async Task Views(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); waited.Elapsed < LongestWaitForViews; await timer.WaitForNextTickAsync(cancellation))
        {
            await using var ask = database.CreateCommand(
                $"select exists (select from diplo.views where problem is null and state <> 'Retired' and position < {LogEnd.LastPosition})");
            if (await ask.ExecuteScalarAsync(cancellation) is false)
                return;
        }
    }
}
