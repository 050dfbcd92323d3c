using System.Text.Json;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What the demo found, and where it lies. demo.json holds the same. Of two runs of the same job only the report's seconds and the paths differ.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Document">This document as a file.</param>
/// <param name="Classifier">A classifier of all classes, trained with the first seed.</param>
/// <param name="Next">What to try next.</param>
/// <param name="Report">All figures.</param>
public sealed record DemoResult(string Page, string Document, string Classifier, IReadOnlyList<NextCommand> Next, ProtocolReport Report)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}
