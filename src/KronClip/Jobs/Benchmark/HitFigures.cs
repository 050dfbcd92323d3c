using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A cell of a benchmark as its file has it.</summary>
/// <param name="Classes">Names that the pictures were measured against.</param>
/// <param name="Correct">Pictures that were recognised.</param>
/// <param name="Hits">Which they are.</param>
/// <param name="MacroF1">Mean F1 over the classes.</param>
/// <param name="Seconds">Wall clock of the fit, whenever it was; the one thing that differs between two runs.</param>
/// <param name="Sum">Hash over all but the seconds: a changed bit of <paramref name="Hits"/> would not be seen otherwise.</param>
sealed record HitFigures(int Classes, int Correct, Hits Hits, double MacroF1, double Seconds, string Sum) : ICellFigures
{
    /// <summary>The method that a choice took; null for any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Picked { get; init; }

    public static HitFigures Of(PictureAnswers answers, double seconds, string? picked)
    {
        var (metrics, hits) = (answers.Metrics, answers.Hits);
        var figures = new HitFigures(answers.Classes, hits.Count, hits, metrics.MacroF1, seconds, "") { Picked = picked };
        return figures with { Sum = figures.Digest() };
    }

    /// <inheritdoc/>
    public bool ArePossible() => Classes >= 2 && Correct == Hits.Count && MacroF1 is >= 0 and <= 1 && Seconds >= 0 && double.IsFinite(Seconds) && Sum == Digest();

    string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"{Classes} {Correct} {Hits.Pictures} {Hits.Bits} {MacroF1:R} {Picked}"))))[..16];
}
