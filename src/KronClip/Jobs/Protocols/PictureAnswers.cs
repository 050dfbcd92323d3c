using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What a classifier made of pictures, one by one.</summary>
/// <param name="Truth">The true class of each, as a place among those that came into question.</param>
/// <param name="Predicted">The likeliest of them.</param>
/// <param name="Classes">How many came into question.</param>
sealed record PictureAnswers(int[] Truth, int[] Predicted, int Classes)
{
    public Metrics Metrics => Metrics.Compute(Truth, Predicted, Classes);

    /// <summary>Which pictures were recognised.</summary>
    public Hits Hits => Hits.Of([.. Truth.Zip(Predicted, (truth, predicted) => truth == predicted)]);
}
