namespace KronClip.Evaluation;

/// <summary>
/// The classes that are trained on and those that are only named later, divided as CoOp does it (datasets/oxford_pets.py, subsample_classes): in the order of the
/// labels, the first ⌈n/2⌉ are base and the rest new. Within a half the labels are numbered anew from 0, so a label of a half is an index into its list. Immutable.
/// </summary>
/// <param name="Base">Labels of the base classes, in order.</param>
/// <param name="New">Labels of the new classes, in order.</param>
public sealed record ClassHalves(IReadOnlyList<int> Base, IReadOnlyList<int> New)
{
    /// <summary>Fewest classes that leave two to be told apart in each half.</summary>
    public const int FewestClasses = 4;

    /// <summary>Divides the labels 0 … <paramref name="classes"/> - 1 into those that are named and the rest, each in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is none of the classes'.</exception>
    public static ClassHalves Of(int classes, IReadOnlyList<int> baseLabels)
    {
        ArgumentNullException.ThrowIfNull(baseLabels);
        var own = baseLabels.ToHashSet();
        foreach (var label in own)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(label, nameof(baseLabels));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, classes, nameof(baseLabels));
        }
        return new ClassHalves([.. own.Order()], [.. Enumerable.Range(0, classes).Where(label => !own.Contains(label))]);
    }

    /// <summary>Divides the labels 0 … <paramref name="classes"/> - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes, so one half would be empty.</exception>
    public static ClassHalves Of(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var middle = (classes + 1) / 2;                         // m = ⌈n/2⌉
        return new ClassHalves([.. Enumerable.Range(0, middle)], [.. Enumerable.Range(middle, classes - middle)]);
    }
}
