using System.Globalization;
using KronClip.Jobs;

namespace KronClip.Cli.Output;

/// <summary>What a person sees of an export.</summary>
static class ExportReport
{
    public static void Write(Terminal terminal, ExportResult result)
    {
        var check = result.Check;
        terminal.Print();
        FactLines.Write(terminal,
        [
            ("file", $"{Visible.Text(result.File)}, {Bytes.Text(result.Bytes)}"),
            ("takes", result.Input),
            ("gives", string.Join(", ", result.Outputs)),
            ("weights", $"{result.Weights}, ONNX opset {result.Opset.ToString(CultureInfo.InvariantCulture)}"),
            ("checked on", string.Create(CultureInfo.InvariantCulture, $"{check.Pictures} pictures: {check.Pictures - check.Changed} with the same answer, probabilities within {check.LargestDifference:0.#e+0}, cosine of embeddings at least {check.LowestCosine:0.000000}")),
            .. check.Accuracy is { } accuracy
                ? [("accuracy", string.Create(CultureInfo.InvariantCulture, $"{Percent.Of(accuracy)} % of {check.Labelled} labelled pictures; the classifier itself {Percent.Of(check.EngineAccuracy)} %"))]
                : Array.Empty<(string, string)>(),
        ]);
        foreach (var note in result.Notes)
            terminal.Note(note);
    }
}
