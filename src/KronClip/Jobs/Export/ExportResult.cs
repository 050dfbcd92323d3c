using System.Text.Json;

namespace KronClip.Jobs;

/// <summary>An ONNX file held against the engine, picture by picture.</summary>
/// <param name="Pictures">Pictures that both classified.</param>
/// <param name="Changed">Pictures whose likeliest class differs.</param>
/// <param name="LargestDifference">Largest difference of a class's probability.</param>
/// <param name="LowestCosine">Lowest cosine of the two image embeddings.</param>
/// <param name="Labelled">Pictures whose class is known; 0 where the check pictures are not in the classifier's class folders.</param>
/// <param name="Accuracy">Share of them that the file recognises; null where there are none.</param>
/// <param name="EngineAccuracy">Share of them that the engine recognises.</param>
public sealed record ExportCheck(int Pictures, int Changed, double LargestDifference, double LowestCosine, int Labelled, double? Accuracy, double? EngineAccuracy);

/// <summary>A written file.</summary>
/// <param name="File">Its path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Opset">ONNX operator set.</param>
/// <param name="Input">Name, type and shape of what it takes.</param>
/// <param name="Outputs">Names of what it gives.</param>
/// <param name="Weights">"fp32", "fp16" or "int8".</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Check">How it fared on all check pictures.</param>
/// <param name="Notes">What a reader should know.</param>
public sealed record ExportResult(string File, long Bytes, int Opset, string Input, IReadOnlyList<string> Outputs, string Weights, int Classes, ExportCheck Check, IReadOnlyList<string> Notes)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}
