using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Forgetting;

/// <summary>Each text that an event holds is sealed, or here by name: a new one is sealed until somebody adds it.</summary>
public sealed class SensitiveSpecs
{
    /// <summary>Slugs, by which facts refer to one another.</summary>
    private static readonly string[] Ids = ["id", "meeting"];

    private const string InClear =
        """
        Basis.report
        NegotiationOpened.key
        PartyJoined.role
        Phrase.language
        MeetingProposed.format MeetingProposed.given MeetingProposed.level
        MeetingFormatSet.format MeetingFormatSet.level
        MeetingHeld.format MeetingHeld.level MeetingHeld.track
        MeetingScheduled.despite
        ProposalMade.about ProposalMade.counterTo
        PositionStated.blocks
        AgreementStageReached.type
        StatementRecorded.about StatementRecorded.language StatementRecorded.stance
        DisclosureChanged.ref
        SubjectErased.ground SubjectErased.key
        """;

    [Fact]
    public void only_these_texts_of_events_stand_in_clear() =>
        Texts().Where(text => Sensitive.Of(text.Member) == Sensitivity.None && !Ids.Contains(text.Member)).Select(text => $"{text.Type.Name}.{text.Member}")
            .ShouldBe(InClear.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);

    private static IEnumerable<(Type Type, string Member)> Texts()
    {
        EventJson.Options.MakeReadOnly(populateMissingResolver: true);
        return from type in Language.Events.Values.Append(typeof(Basis)).Append(typeof(Phrase))
               from property in EventJson.Options.GetTypeInfo(type).Properties
               where property.PropertyType == typeof(string) || property.PropertyType == typeof(EquatableArray<string>)
               select (type, property.Name);
    }
}
