using System.Text.Json.Serialization;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A cell as its file has it.</summary>
/// <param name="Classes">Names that the pictures were measured against.</param>
/// <param name="Pictures">Test pictures.</param>
/// <param name="Correct">Those that were recognised.</param>
/// <param name="MacroF1">Mean F1 over the classes.</param>
/// <param name="Seconds">Wall clock of the fit, whenever it was; the one thing that differs between two runs.</param>
sealed record CellFigures(int Classes, int Pictures, int Correct, double MacroF1, double Seconds) : ICellFigures
{
    /// <summary>The method that a choice took; null for any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Picked { get; init; }

    public static CellFigures Of(Metrics metrics, double seconds) => new(metrics.Classes.Count, metrics.Count, metrics.Correct, metrics.MacroF1, seconds);

    /// <inheritdoc/>
    public bool ArePossible() => Classes >= 2 && Pictures >= 1 && Correct >= 0 && Correct <= Pictures && MacroF1 is >= 0 and <= 1 && Seconds >= 0 && double.IsFinite(Seconds);

    public ComparisonCell Named(string row, int shots, long seed) => new(row, shots, seed, Classes, Pictures, Correct, MacroF1) { Picked = Picked };
}
