using System.Globalization;
using KronClip.Evaluation;

namespace KronClip.Cli.Output;

/// <summary>What a person sees of a run's report at the end of a training.</summary>
static class RunReportLines
{
    /// <summary>Facts of the report; none where the run has none.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(RunReport? report)
    {
        var facts = new List<(string, string)>();
        if (report?.Classifiers.FirstOrDefault(c => c.Role == ReportedRole.Probe) is { } probe)
            facts.Add(("beside", $"{probe.Title.ToLowerInvariant()}, without a prompt: accuracy {Percent.Of(probe.Accuracy.Value)} %"));
        if (report?.Calibration is { } calibration)
        {
            facts.Add(("confidence", string.Create(CultureInfo.InvariantCulture,
                $"temperature {calibration.Temperature:0.###}, calibration error {Percent.Of(calibration.Before.ExpectedCalibrationError)} -> {Percent.Of(calibration.After.ExpectedCalibrationError)} %")));
        }
        if (report?.Threshold is { Suggested: > 0 } threshold)
            facts.Add(("unknown", $"below {Percent.Of(threshold.Suggested)} %: {Percent.Of(threshold.AtSuggested.Coverage)} % answered, {Percent.Of(threshold.AtSuggested.Precision)} % of it right"));
        if (report?.Curve?.Gain is { } gain)
            facts.Add(("more", string.Create(CultureInfo.InvariantCulture, $"{gain.Shots} pictures per class may bring {Percent.Change(0, gain.Gain.Value)} points ({Percent.Change(0, gain.Gain.Low)} to {Percent.Change(0, gain.Gain.High)})")));
        facts.AddRange((report?.Acceptance ?? []).Select(criterion => (criterion.Met ? "accepted" : "NOT MET", $"{criterion.Text}: {(criterion.Value is null ? "not measured" : $"{Percent.Of(criterion.Value)} %")}")));
        return facts;
    }

    /// <summary>Whether all that was asked for before the run came out.</summary>
    public static bool Accepted(RunReport? report) => report?.Acceptance.All(criterion => criterion.Met) ?? true;
}
