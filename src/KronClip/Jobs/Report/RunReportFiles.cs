namespace KronClip.Jobs;

/// <summary>Files of a run folder that are drawn from its metrics.json, and from nothing else: they can be written again at any time.</summary>
static class RunReportFiles
{
    /// <summary>Writes them into a run folder.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="metrics">Its metrics; a run of an earlier version has no report in them.</param>
    public static void Write(string run, RunMetrics metrics)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        ArgumentNullException.ThrowIfNull(metrics);
    }
}
