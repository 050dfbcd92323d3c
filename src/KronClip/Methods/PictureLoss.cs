using System.Globalization;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>How classes of different size weigh in the loss of a prompt.</summary>
public enum ClassBalance
{
    /// <summary>Every picture weighs the same, so a class weighs as much as it has pictures.</summary>
    None,

    /// <summary>Every class weighs the same.</summary>
    Classes,
}

/// <summary>
/// The loss that a prompt has on pictures and their labels: cross-entropy as published, or what a person's options make of it where labels are wrong or classes differ in
/// size (docs/robustness.md). For n_c training pictures of class c, N in all and C classes:
/// <code>
/// L = 1/B Σ_i w_y (1 − p_y^q)/q       p = softmax(z_i + τ log π)       w_c = N/(C n_c) or 1       π_c = n_c/N
/// </code>
/// The weights are those of the whole training, not of a batch, so the loss of a batch is the mean of its pictures' however they are grouped. Immutable.
/// </summary>
public sealed class PictureLoss
{
    readonly double q;
    readonly float[] shift;                    // τ log π  C, or none
    readonly float[] weights;                  // w  C, or none

    PictureLoss(string name, double q, float[] shift, float[] weights, IReadOnlyList<string> notes) =>
        (Name, this.q, this.shift, this.weights, Notes) = (name, q, shift, weights, notes);

    /// <summary>Plain cross-entropy.</summary>
    public static PictureLoss CrossEntropy { get; } = new("cross-entropy", 0, [], [], []);

    /// <summary>Name in the log.</summary>
    public string Name { get; }

    /// <summary>What a reader should know of weights and priors, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The loss that options ask for.</summary>
    /// <param name="options">The method's options.</param>
    /// <param name="counts">n, how often each class comes among the pictures that the loss is shown, [C]; test pictures are not among them.</param>
    /// <exception cref="DataException">A weight or a prior is wanted of a class without training pictures.</exception>
    public static PictureLoss Of(PromptMethodOptions options, IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(counts);
        var (balances, corrects) = (options.Balance == ClassBalance.Classes, options.PriorCorrection > 0);
        if (options.NoiseTolerance == 0 && !balances && !corrects)
            return CrossEntropy;
        if ((balances || corrects) && (counts.Count == 0 || counts.Any(n => n <= 0)))
            throw new DataException($"{(balances ? "balance" : "priorCorrection")} needs training pictures of every class{(counts.Count == 0 ? "" : $", but class {counts.ToList().FindIndex(n => n <= 0)} of {counts.Count} has none")}; give it some, or leave the option away.");
        var total = (double)counts.Sum();
        var uneven = counts.Distinct().Count() > 1;            // classes of one size have weights of 1 and one shift for all, which changes nothing but rounding
        float[] shift = corrects && uneven ? [.. counts.Select(n => (float)(options.PriorCorrection * Math.Log(n / total)))] : [];
        float[] weights = balances && uneven ? [.. counts.Select(n => (float)(total / (counts.Count * (double)n)))] : [];
        var name = options.NoiseTolerance > 0 ? "generalised cross-entropy" : CrossEntropy.Name;
        return new PictureLoss(name, options.NoiseTolerance, shift, weights, [.. Sentences(options, counts, weights, shift)]);
    }

    /// <summary>The mean over the pictures, and its gradient.</summary>
    /// <param name="engine">Where to compute.</param>
    /// <param name="logits">z, [B×C]; they stay as they are.</param>
    /// <param name="labels">[B].</param>
    /// <param name="dLogits">Receives dL/dz, [B×C].</param>
    public double Forward(Engine engine, Matrix logits, int[] labels, Matrix dLogits) => q == 0 && shift.Length == 0 && weights.Length == 0
        ? SoftmaxCrossEntropy.Forward(engine, logits, labels, dLogits)
        : GeneralisedCrossEntropy.Forward(engine, logits, labels, q, shift, weights, dLogits);

    static IEnumerable<string> Sentences(PromptMethodOptions options, IReadOnlyList<int> counts, float[] weights, float[] shift)
    {
        if (weights.Length > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Each class weighs the same in the loss: a picture of the smallest class ({counts.Min()}) weighs {weights.Max():0.###}, one of the largest ({counts.Max()}) {weights.Min():0.###}.");
        if (shift.Length > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"In training the logits are shifted by {options.PriorCorrection:0.###} times the logarithm of each class's share of the pictures ({counts.Min()} to {counts.Max()} pictures); the classifier has none of it.");
    }
}
