using System.ComponentModel;

namespace DiploTracker.Client;

/// <summary>A summit of leaders is proposed.</summary>
[Description("A summit of leaders is proposed.")]
public sealed record ProposeSummit(
    [Description("Slug of the meeting and of its invitation.")] string Id,
    [Description("Parties that propose.")] IReadOnlyList<string> By,
    [Description("Parties addressed.")] IReadOnlyList<string> To,
    [Description("Default Summit."), OneOf(typeof(MeetingKinds))] string? Kind = null,
    [Description("Default Leaders; any word."), OneOf(typeof(Levels))] string? Level = null,
    [Description("Default: by and to.")] IReadOnlyList<string>? Participants = null,
    [Description("Default Bilateral; any word.")] string? Format = null,
    [Description("Default Formal."), OneOf(typeof(Formalities))] string? Formality = null) : Command;

/// <summary>A meeting is proposed, formally or floated; said again it is reiterated.</summary>
[Description("A meeting is proposed, formally or floated; said again it is reiterated.")]
public sealed record ProposeMeeting(
    [Description("Slug of the meeting and of its invitation.")] string Id,
    [Description("Parties that propose.")] IReadOnlyList<string> By,
    [Description("Parties addressed.")] IReadOnlyList<string> To,
    [Description("Default Summit."), OneOf(typeof(MeetingKinds))] string? Kind = null,
    [Description("Default Leaders; any word."), OneOf(typeof(Levels))] string? Level = null,
    [Description("Default: by and to.")] IReadOnlyList<string>? Participants = null,
    [Description("Default Bilateral; any word.")] string? Format = null,
    [Description("Default Formal."), OneOf(typeof(Formalities))] string? Formality = null) : Command;

/// <summary>A meeting gets a date or a window; said again the window narrows.</summary>
[Description("A meeting gets a date or a window; said again the window narrows.")]
public sealed record ScheduleMeeting(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("EDTF: 2025-08-15, [2025-08-11..2025-08-17], 2025-08~.")] string When,
    [Description("Not firm yet.")] bool Tentative = false,
    [Description("Parties that confirm the date.")] IReadOnlyList<string>? ConfirmedBy = null,
    [Description("Standing preconditions knowingly passed over.")] IReadOnlyList<string>? Despite = null) : Command;

/// <summary>A party confirms the date.</summary>
[Description("A party confirms the date.")]
public sealed record ConfirmDate(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("The party that confirms.")] string By) : Command;

/// <summary>A scheduled meeting moves to another date.</summary>
[Description("A scheduled meeting moves to another date.")]
public sealed record RescheduleMeeting(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("EDTF: the new date or window.")] string When,
    [Description("Not firm yet; as before when left out.")] bool? Tentative = null,
    [Description("Parties that confirm the new date.")] IReadOnlyList<string>? ConfirmedBy = null,
    [Description("Why.")] string? Reason = null) : Command;

/// <summary>A scheduled meeting is put off without a new date.</summary>
[Description("A scheduled meeting is put off without a new date.")]
public sealed record PostponeMeeting(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("The party that postpones.")] string By,
    [Description("Why.")] string? Reason = null) : Command;

/// <summary>A meeting is called off.</summary>
[Description("A meeting is called off.")]
public sealed record CancelMeeting(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("The party that cancels.")] string By,
    [Description("Why.")] string? Reason = null) : Command;

/// <summary>A cancelled or missed meeting is on again.</summary>
[Description("A cancelled or missed meeting is on again.")]
public sealed record ReinstateMeeting(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("The party that reinstates.")] string By,
    [Description("EDTF: the date, when it is another than before.")] string? When = null) : Command;

/// <summary>Format, level, participants or agenda of a meeting are set.</summary>
[Description("Format, level, participants or agenda of a meeting are set.")]
public sealed record SetFormat(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("Bilateral, Trilateral, Proximity, Video, ...")] string? Format = null,
    [Description("The level; any word."), OneOf(typeof(Levels))] string? Level = null,
    [Description("Parties that take part.")] IReadOnlyList<string>? Participants = null,
    [Description("What is to be discussed.")] string? Agenda = null) : Command;

/// <summary>A meeting took place, known before or not.</summary>
[Description("A meeting took place, known before or not.")]
public sealed record RecordMeetingHeld(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("EDTF: the actual date.")] string When,
    [Description("What came of it."), OneOf(typeof(Outcomes))] string Outcome,
    [Description("Parties that did not come.")] IReadOnlyList<string>? Absent = null,
    [Description("Where.")] string? Place = null,
    [Description("The track of talks.")] string? Track = null,
    [Description("Its number on the track.")] int? Round = null,
    [Description("For a meeting not known yet."), OneOf(typeof(MeetingKinds))] string? Kind = null,
    [Description("For a meeting not known yet.")] IReadOnlyList<string>? Participants = null,
    [Description("For a meeting not known yet; default Officials."), OneOf(typeof(Levels))] string? Level = null,
    [Description("For a meeting not known yet.")] string? Format = null) : Command;

/// <summary>A scheduled meeting did not take place.</summary>
[Description("A scheduled meeting did not take place.")]
public sealed record RecordMeetingNotHeld(
    [Description("Slug of the meeting.")] string Meeting,
    [Description("Why."), OneOf(typeof(MissedReasons))] string Reason,
    [Description("Who did not come.")] IReadOnlyList<string>? Absent = null) : Command;
