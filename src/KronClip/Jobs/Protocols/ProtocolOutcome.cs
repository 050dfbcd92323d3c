using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>The measurements of <see cref="ProtocolJob"/>, and what is needed to look closer.</summary>
/// <param name="Origin">Model, library, kernels.</param>
/// <param name="Rows">The methods.</param>
/// <param name="Cells">Every measurement.</param>
/// <param name="Sets">The sets as the report names them.</param>
/// <param name="Seconds">Wall clock.</param>
/// <param name="Warnings">What a reader should look at.</param>
/// <param name="Source">The pictures trained on.</param>
/// <param name="Others">Shifted sets and tasks.</param>
/// <param name="FirstTest">The source's test pictures of the first seed.</param>
/// <param name="TestKind">How the source came to its test pictures; see <see cref="TestKinds"/>.</param>
/// <param name="Classifiers">Of the first seed, on all classes, by row; good as long as the model is.</param>
/// <param name="Model">The model, which goes with the outcome.</param>
sealed record ProtocolOutcome(
    ReportOrigin Origin,
    IReadOnlyList<MethodRow> Rows,
    IReadOnlyList<ProtocolCell> Cells,
    IReadOnlyList<ReportSet> Sets,
    ReportSeconds Seconds,
    IReadOnlyList<string> Warnings,
    MeasuredSet Source,
    IReadOnlyList<MeasuredSet> Others,
    IReadOnlyList<ImageItem> FirstTest,
    string TestKind,
    IReadOnlyDictionary<string, Classifier> Classifiers,
    ClipModel Model) : IDisposable
{
    /// <summary>Frees the model.</summary>
    public void Dispose() => Model.Dispose();
}
