namespace KronClip.Evaluation;

sealed partial class EnglishText
{
    public string VerdictHeading => "Verdict";

    public IReadOnlyList<string> Verdict(RunReport report, RunVerdict verdict) =>
        report.Adapted is { } adapted ? [First(report, adapted, verdict), Second(report, verdict)] : [NothingMeasured, "To know, label some more pictures and train again, or measure it on others: kronclip eval."];

    public string NothingMeasured => "No labelled picture was left to measure on, so nothing says how good this classifier is.";

    public string Weight(RunReport report) =>
        $"One picture counts for {Points(1.0 / report.Measured)}. The intervals hold 95 % and cover chance in which pictures were measured; they do not cover another camera, other light or other parts."
        + (report.TestKind == "k-fold" ? " In cross-validation each classifier had fewer pictures than the finished one, which may be a little better." : "");

    string First(RunReport report, ReportedClassifier adapted, RunVerdict verdict)
    {
        var own = $"{Name(adapted)} recognises {Percent(adapted.Accuracy.Value)} of {Pictures(report.Measured)} that it did not learn from ({Interval95} {Range(adapted.Accuracy)})";
        if (report.Of(ReportedRole.ZeroShot) is not { } plain || report.Against(ReportedRole.ZeroShot)?.Accuracy is not { } difference)
            return own + ".";
        return verdict.ToZeroShot switch
        {
            Standing.Better => $"{own}, {Points(difference.Value)} more than {Name(plain)} with {Percent(plain.Accuracy.Value)}, which is more than chance (difference {SignedRange(difference)}).",
            Standing.Worse => $"{own}, which is {Points(difference.Value)} less than {Name(plain)} reaches without any training ({Percent(plain.Accuracy.Value)}; {SignedRange(difference)}).",
            _ => $"{own}; {Name(plain)} recognises {Percent(plain.Accuracy.Value)}, and the difference of {PageFigures.Signed(difference.Value)} points ({SignedRange(difference)}) may be chance.",
        };
    }

    string Second(RunReport report, RunVerdict verdict)
    {
        var guesses = verdict.ZeroShotGuesses && report.Of(ReportedRole.ZeroShot) is { } plain
            ? $"{Name(plain)} is not clearly better than guessing ({Percent(plain.Accuracy.Value)} against {Percent(report.Chance())}), so the model does not know these classes by their words" : null;
        var probe = Probe(report, verdict);
        return guesses is null ? $"{char.ToUpperInvariant(probe[0])}{probe[1..]}." : $"{char.ToUpperInvariant(guesses[0])}{guesses[1..]}; {probe}.";
    }

    string Probe(RunReport report, RunVerdict verdict)
    {
        if (report.Of(ReportedRole.Probe) is not { } probe || report.Against(ReportedRole.Probe)?.Accuracy is not { } difference)
            return "no probe was measured beside it, so these figures do not tell whether what was learned is more than pictures alone give";
        var name = $"a probe of the image embeddings, for which no prompt is learned ({probe.Title}, {Percent(probe.Accuracy.Value)}; difference {PageFigures.Signed(difference.Value)} points, {SignedRange(difference)})";
        var simpler = $"{(report.Context is null ? "what was learned is" : "learned words are")} no help here, and the probe is the simpler choice unless classes shall be added by name";
        return verdict switch
        {
            { ToProbe: Standing.Worse } => $"{name} is clearly better: {simpler}",
            { LearningIsNoHelp: true } => $"{name} is as good or better: {simpler}",
            { ToProbe: Standing.Better } => $"it is clearly better than {name}: {(report.Context is null ? "what was learned is a help" : "the learned words are a help")}",
            _ => $"it is ahead of {name}, but that may be chance: these pictures do not show that {(report.Context is null ? "what was learned is a help" : "learned words are a help")}",
        };
    }

    public string AcceptanceMet => "Accepted: everything that was asked for is met";
    public string AcceptanceMissed => "Not accepted: something that was asked for is not met";
    public string NoAcceptance => "Nothing was asked for beforehand, so there is nothing to be met or missed.";
    public string AcceptanceCaption => "What was asked for before the run";
    public string Criterion => "asked for";
    public string Value => "came out";
    public string Outcome => "outcome";
    public string Met => "met";
    public string Missed => "not met";
    public string NotMeasured => "not measured";
}
