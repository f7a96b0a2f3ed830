using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// Sets the format, level, participants, agenda or title of a meeting. Fields left out stay as they are.
/// </summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="Format">Bilateral, Trilateral, Proximity, Video, ...</param>
/// <param name="Level">The level; any word.</param>
/// <param name="Participants">Parties that take part.</param>
/// <param name="Agenda">What is to be discussed.</param>
/// <param name="Title">The name it goes by.</param>
[Records<MeetingFormatSet>]
[Refuses("meeting-cancelled", "meeting-closed", "meeting-unknown", "unknown-party")]
public sealed record SetFormat(
    string Meeting, string? Format = null, string? Level = null, EquatableArray<string> Participants = default,
    string? Agenda = null, string? Title = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => Participants;

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        null => Refusals.MeetingUnknown(Meeting),
        { IsClosed: true } meeting => Refusals.MeetingClosed(meeting),
        { Status: MeetingStatus.Cancelled } meeting => Refusals.MeetingCancelled(meeting),
        _ when Format is null && Level is null && Participants.IsEmpty && Agenda is null && Title is null =>
            Refusals.Malformed("format", "give a format, a level, participants, an agenda or a title"),
        _ => new MeetingFormatSet(Meeting, Format, Level, Participants, Agenda, Title),
    };
}

[StoredAs("meeting-format-set.v1")]
public sealed record MeetingFormatSet(
    string Meeting, string? Format, string? Level, EquatableArray<string> Participants, string? Agenda,
    string? Title = null) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation.ChangeMeeting(Meeting, meeting => meeting.Next() with
    {
        Format = Format ?? meeting.Format,
        Level = Level ?? meeting.Level,
        Participants = Participants.IsEmpty ? meeting.Participants : Negotiation.PartiesOf(Participants),
        Agenda = Agenda ?? meeting.Agenda,
        Title = Title ?? meeting.Title,
    });

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new SetFormat(Meeting, Format, Level, Participants, Agenda, Title);

    public override string Describe()
    {
        string?[] set =
        [
            Format is null ? null : $"format {Format}",
            Level is null ? null : $"level {Level}",
            Participants.IsEmpty ? null : $"participants {Participants.Names()}",
            Agenda is null ? null : $"agenda {Agenda}",
            Title is null ? null : $"title {Title}",
        ];
        return $"For {Meeting} is set: {string.Join(", ", set.OfType<string>())}.";
    }
}
