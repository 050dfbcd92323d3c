using System.Text.Json;

namespace KronClip.Jobs;

/// <summary>What a retraining gave.</summary>
/// <param name="Classifier">The file that is in use.</param>
/// <param name="New">The new classifier.</param>
/// <param name="From">Content hash of the old one.</param>
/// <param name="To">Content hash of the new one.</param>
/// <param name="Method">Its method.</param>
/// <param name="Shots">Training pictures per class that were asked for.</param>
/// <param name="Trained">Pictures that the new one was trained on.</param>
/// <param name="Comparison">The two on pictures that neither was trained on.</param>
/// <param name="Replaced">Whether the new one is in use now.</param>
/// <param name="Refused">Whether that was asked for and not done.</param>
/// <param name="Kept">Where the old one lies now; null where nothing was replaced.</param>
/// <param name="Audit">The audit trail.</param>
/// <param name="Run">The run folder of the training.</param>
/// <param name="Notes">What a reader should know.</param>
/// <param name="Warnings">What a reader should look at.</param>
public sealed record RetrainResult(string Classifier, string New, string From, string To, string Method, int Shots, int Trained, ReplacementComparison Comparison, bool Replaced, bool Refused, string? Kept,
    string Audit, string Run, IReadOnlyList<string> Notes, IReadOnlyList<string> Warnings)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, OperationJson.Documents.RetrainResult).ReplaceLineEndings("\n") + "\n";
}
