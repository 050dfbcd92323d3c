using KronClip.Classifiers;

namespace KronClip.Deployment;

/// <summary>Which patches of a picture speak for a label. Immutable.</summary>
/// <param name="Grid">The patches.</param>
/// <param name="Label">The label that is explained, from 0.</param>
/// <param name="Answer">The likeliest label of the whole picture.</param>
/// <param name="Confidence">Confidence of <paramref name="Label"/> on the whole picture.</param>
/// <param name="LogOdds">log p/(1-p) of it, with p that confidence.</param>
/// <param name="Scores">For each patch, [g²]: by how much the log-odds fall where it is hidden, for one patch (<see cref="PatchExplainer"/>). Above 0 it speaks for the label.</param>
/// <param name="Copies">Copies of the picture that were looked at.</param>
public sealed record PatchMap(PatchGrid Grid, int Label, int Answer, double Confidence, double LogOdds, IReadOnlyList<double> Scores, int Copies)
{
    /// <summary>The patches with the highest scores, highest first; among equal ones the first.</summary>
    public IReadOnlyList<int> Highest(int count) => Ranking.Top<double>([.. Scores], count);

    /// <summary>The patches with the lowest scores, lowest first.</summary>
    public IReadOnlyList<int> Lowest(int count) => Ranking.Top<double>([.. Scores.Select(score => -score)], count);
}
