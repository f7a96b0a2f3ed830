using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>The catalogue of refusals: every code of the domain, with its status, and a spec that gives it.</summary>
public sealed partial class ProblemSpecs
{
    private const string Codes = """
        404 negotiation-unknown 409 negotiation-not-open 422 unknown-party 422 edtf-invalid
        409 already-open 422 two-parties-required 409 already-a-party
        422 phase-unknown 409 already-in-phase 409 negotiation-concluded
        409 proposal-exists 404 proposal-unknown 409 not-an-addressee
        409 proposal-closed 422 conditions-required 409 already-answered 422 answer-unknown 409 meeting-closed
        409 not-the-proposer 422 close-kind-unknown
        409 meeting-exists 404 meeting-unknown 409 meeting-cancelled 409 meeting-under-way 409 not-agreed
        409 outside-scheduled-window 409 blocked-by-precondition
        409 nothing-to-confirm 409 nothing-to-reschedule 409 same-date 409 nothing-to-postpone 409 nothing-to-miss
        409 nothing-to-cancel 409 already-cancelled 409 nothing-to-reinstate
        409 held-in-the-future 409 round-already-recorded 422 outcome-unknown 422 absent-required 422 reason-unknown
        422 place-required 409 venue-already-confirmed
        409 position-exists 404 blocks-unknown 422 precondition-needs-target 422 position-kind-unknown
        404 position-unknown 409 position-closed 422 change-unknown
        404 agreement-unknown 409 stage-goes-backwards 409 agreement-ended 409 agreement-not-begun 422 stage-unknown
        409 deadline-not-extended 409 deadline-met 409 deadline-closed 409 deadline-not-passed 404 deadline-unknown
        409 statement-exists 404 about-unknown 422 statement-kind-unknown
        404 correction-target-unknown 409 already-retracted 409 correction-breaks-history 422 correction-kind-unknown
        422 marking-unknown 422 malformed
        """;

    // What only a server can say.
    private static readonly string[] GivenElsewhere = ["negotiation-unknown"];

    public static TheoryData<int, string> Rules
    {
        get
        {
            var rules = new TheoryData<int, string>();
            foreach (var pair in Codes.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Chunk(2))
                rules.Add(int.Parse(pair[0]), pair[1]);
            return rules;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void every_rule_has_a_code_and_a_status(int status, string code)
    {
        Problems.Catalogue.Keys.ShouldContain(code);
        Problems.Catalogue[code].Status.ShouldBe(status);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void some_spec_gives_it(int status, string code)
    {
        status.ShouldBeInRange(400, 499);
        if (!GivenElsewhere.Contains(code))
            GivenBySpecs.ShouldContain(code);
    }

    [Fact]
    public void every_problem_says_what_it_is_and_how_to_mend_it() =>
        Problems.Catalogue.Values.ShouldAllBe(problem =>
            Code().IsMatch(problem.Code) && problem.Title.Length > 5 && problem.Mend.EndsWith('.'));

    private static HashSet<string> GivenBySpecs { get; } =
    [
        .. from name in typeof(ProblemSpecs).Assembly.GetManifestResourceNames()
           from Match match in Refused().Matches(Text(name))
           select match.Groups[1].Value,
    ];

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(ProblemSpecs).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("ThenRefused\\(\"([a-z-]+)\"\\)")]
    private static partial Regex Refused();

    [GeneratedRegex(@"\A[a-z]+(-[a-z]+)*\z")]
    private static partial Regex Code();
}
