namespace DiploTracker.Client;

/// <summary>Traffic light protocol 2.0.</summary>
public static class Markings
{
    public const string Clear = "CLEAR";
    public const string Green = "GREEN";
    public const string Amber = "AMBER";
    public const string AmberStrict = "AMBER+STRICT";
    public const string Red = "RED";
}

/// <summary>Where a negotiation stands.</summary>
public static class Phases
{
    public const string PreNegotiation = "PreNegotiation";
    public const string Negotiation = "Negotiation";
    public const string Agreement = "Agreement";
    public const string Implementation = "Implementation";
    public const string Suspended = "Suspended";
    public const string Collapsed = "Collapsed";
    public const string Concluded = "Concluded";
}

/// <summary>How firmly something is put forward.</summary>
public static class Formalities
{
    public const string Floated = "Floated";
    public const string Formal = "Formal";
}

/// <summary>What an addressee says to a proposal.</summary>
public static class Answers
{
    public const string Accepted = "Accepted";
    public const string AcceptedInPrinciple = "AcceptedInPrinciple";
    public const string AcceptedConditionally = "AcceptedConditionally";
    public const string Rejected = "Rejected";
    public const string Deferred = "Deferred";
    public const string NoComment = "NoComment";
    public const string NoResponse = "NoResponse";
}

/// <summary>How a proposal ends.</summary>
public static class Closings
{
    public const string Withdrawn = "Withdrawn";
    public const string Lapsed = "Lapsed";
    public const string Superseded = "Superseded";
}

/// <summary>What sort of meeting.</summary>
public static class MeetingKinds
{
    public const string Summit = "Summit";
    public const string Ministerial = "Ministerial";
    public const string TalksRound = "TalksRound";
    public const string EnvoyVisit = "EnvoyVisit";
    public const string Call = "Call";
    public const string Consultation = "Consultation";
}

/// <summary>The usual levels of a meeting; the field takes any word.</summary>
public static class Levels
{
    public const string Leaders = "Leaders";
    public const string Ministers = "Ministers";
    public const string NationalSecurityAdvisers = "NationalSecurityAdvisers";
    public const string Envoy = "Envoy";
    public const string Officials = "Officials";
}

/// <summary>What came of a meeting.</summary>
public static class Outcomes
{
    public const string Agreement = "Agreement";
    public const string JointStatement = "JointStatement";
    public const string Progress = "Progress";
    public const string NoAgreement = "NoAgreement";
    public const string Breakdown = "Breakdown";
    public const string Unknown = "Unknown";
}

/// <summary>Why a meeting did not take place.</summary>
public static class MissedReasons
{
    public const string NoShow = "NoShow";
    public const string WindowPassed = "WindowPassed";
    public const string Other = "Other";
}

/// <summary>What sort of position.</summary>
public static class PositionKinds
{
    public const string Demand = "Demand";
    public const string Precondition = "Precondition";
    public const string RedLine = "RedLine";
    public const string Offer = "Offer";
    public const string Goal = "Goal";
    public const string Claim = "Claim";
}

/// <summary>What became of a position.</summary>
public static class PositionChanges
{
    public const string Softened = "Softened";
    public const string Hardened = "Hardened";
    public const string Restated = "Restated";
    public const string Met = "Met";
    public const string Dropped = "Dropped";
}

/// <summary>How far an agreement has come.</summary>
public static class AgreementStages
{
    public const string InPrinciple = "InPrinciple";
    public const string Announced = "Announced";
    public const string Initialled = "Initialled";
    public const string Signed = "Signed";
    public const string InForce = "InForce";
    public const string Extended = "Extended";
    public const string Suspended = "Suspended";
    public const string Breached = "Breached";
    public const string Terminated = "Terminated";
}

/// <summary>What sort of statement.</summary>
public static class StatementKinds
{
    public const string Announcement = "Announcement";
    public const string Claim = "Claim";
    public const string Denial = "Denial";
    public const string Expectation = "Expectation";
    public const string Threat = "Threat";
    public const string Context = "Context";
}

/// <summary>ICD 203 words of estimative probability.</summary>
public static class Likelihoods
{
    public const string AlmostNoChance = "almost-no-chance";
    public const string VeryUnlikely = "very-unlikely";
    public const string Unlikely = "unlikely";
    public const string RoughlyEvenChance = "roughly-even-chance";
    public const string Likely = "likely";
    public const string VeryLikely = "very-likely";
    public const string AlmostCertain = "almost-certain";
}

/// <summary>What a correction does.</summary>
public static class CorrectionModes
{
    public const string Amended = "Amended";
    public const string Retracted = "Retracted";
}
