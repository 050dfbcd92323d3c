namespace KronClip.Evaluation;

/// <summary>How the classifier that was made stands to another, by the interval of their paired difference.</summary>
enum Standing
{
    /// <summary>The other was not measured.</summary>
    Unknown,

    /// <summary>The whole interval lies above zero.</summary>
    Better,

    /// <summary>The interval holds zero: chance may be all of it.</summary>
    Unclear,

    /// <summary>The whole interval lies below zero.</summary>
    Worse,
}

/// <summary>
/// What the figures of a run say, by rule and in no language: a difference counts where its 95 % interval leaves out zero; zero-shot counts as guessing where its interval reaches down to one in as
/// many as there are classes; what was learned is no help where a probe, for which no prompt is learned, is as good or better.
/// </summary>
/// <param name="ToZeroShot">How it stands to zero-shot CLIP.</param>
/// <param name="ToProbe">How it stands to a probe.</param>
/// <param name="ZeroShotGuesses">Whether zero-shot CLIP is not clearly better than guessing.</param>
/// <param name="LearningIsNoHelp">Whether a probe is as good or better.</param>
/// <param name="Accepted">Whether all that was asked for was met; null where nothing was.</param>
sealed record RunVerdict(Standing ToZeroShot, Standing ToProbe, bool ZeroShotGuesses, bool LearningIsNoHelp, bool? Accepted)
{
    /// <summary>The verdict on a report.</summary>
    public static RunVerdict Of(RunReport report)
    {
        var (zeroShot, probe) = (report.Against(ReportedRole.ZeroShot), report.Against(ReportedRole.Probe));
        return new RunVerdict(
            To(zeroShot),
            To(probe),
            report.Of(ReportedRole.ZeroShot) is { } plain && plain.Accuracy.Low <= report.Chance(),
            probe is not null && To(probe) != Standing.Better && probe.Accuracy.Value <= 0,
            report.Acceptance.Count == 0 ? null : report.Acceptance.All(criterion => criterion.Met));
    }

    static Standing To(ReportedDifference? difference) => difference switch
    {
        null => Standing.Unknown,
        { Accuracy.Low: > 0 } => Standing.Better,
        { Accuracy.High: < 0 } => Standing.Worse,
        _ => Standing.Unclear,
    };
}

/// <summary>Parts of a report that page and card look up.</summary>
static class ReportParts
{
    /// <summary>The classifier of a role; null where it was not measured.</summary>
    public static ReportedClassifier? Of(this RunReport report, ReportedRole role) => report.Classifiers.FirstOrDefault(c => c.Role == role);

    /// <summary>The difference to a role; null where it was not measured.</summary>
    public static ReportedDifference? Against(this RunReport report, ReportedRole role) => report.Differences.FirstOrDefault(d => d.Against == role);

    /// <summary>Whether every label that the report names is one of its classes, as it must be before it is drawn.</summary>
    public static bool IsConsistent(this RunReport report)
    {
        var classes = report.Classes.Count;
        return (report.PerClass.Count == 0 || report.PerClass.Count == classes)
            && (report.Confusion.Count == 0 || (report.Confusion.Count == classes && report.Confusion.All(row => row.Count == classes)))
            && report.Mistakes.All(m => m.Truth >= 0 && m.Truth < classes && m.Predicted >= 0 && m.Predicted < classes);
    }

    /// <summary>What guessing reaches where the classes are guessed evenly.</summary>
    public static double Chance(this RunReport report) => 1.0 / Math.Max(1, report.Classes.Count);

    /// <summary>The name of a class for people.</summary>
    public static string NameOf(this RunReport report, int label) => report.Classes[label].Name;
}
