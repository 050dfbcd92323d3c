namespace KronClip.Evaluation;

/// <summary>
/// What a set of predictions is worth, as Dassl's evaluator counts it: accuracy over all pictures (micro), and macro F1 as
/// scikit-learn gives it with <c>average="macro"</c> over the labels present in the truth. Fractions in [0, 1]. Immutable and thread-safe.
/// </summary>
public sealed record Metrics
{
    /// <summary>Number of pictures; 1 or more.</summary>
    public required int Count { get; init; }

    /// <summary>Pictures whose predicted class is the true one.</summary>
    public required int Correct { get; init; }

    /// <summary>
    /// Mean F1 of the classes that have pictures. A class that has none does not count, but pictures taken for it count as missed elsewhere.
    /// </summary>
    public required double MacroF1 { get; init; }

    /// <summary>One entry per class, in the order of the labels.</summary>
    public required IReadOnlyList<ClassMetrics> Classes { get; init; }

    /// <summary>Pictures by true class (outer list) and predicted class (inner list).</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>Share of the pictures that were recognised.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Mean of <see cref="ClassMetrics.Accuracy"/> over the classes that have pictures: each class weighs the same.</summary>
    public double MeanClassAccuracy => Classes.Where(c => c.Support > 0).Average(c => c.Accuracy!.Value);

    /// <summary>Compares predicted labels with true ones.</summary>
    /// <param name="truth">True labels in [0, <paramref name="classes"/>), one per picture.</param>
    /// <param name="predicted">Predicted labels in [0, <paramref name="classes"/>), in the same order.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">There are no pictures, the lengths differ, or a label is out of range.</exception>
    public static Metrics Compute(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (truth.Length != predicted.Length)
            throw new ArgumentException(
                $"There are {truth.Length} true labels and {predicted.Length} predicted ones; they must be as many.", nameof(predicted));
        if (truth.IsEmpty)
            throw new ArgumentException("There are no pictures to judge by; leave the metrics of an empty set out.", nameof(truth));
        var confusion = new int[classes][];
        for (var c = 0; c < classes; c++)
            confusion[c] = new int[classes];
        for (var i = 0; i < truth.Length; i++)
        {
            RequireLabel(truth[i], i, classes, nameof(truth));
            RequireLabel(predicted[i], i, classes, nameof(predicted));
            confusion[truth[i]][predicted[i]]++;
        }
        var perClass = new ClassMetrics[classes];
        for (var c = 0; c < classes; c++)
        {
            var taken = 0;
            foreach (var row in confusion)
                taken += row[c];
            perClass[c] = new ClassMetrics { Support = confusion[c].Sum(), Predicted = taken, Correct = confusion[c][c] };
        }
        return new Metrics
        {
            Count = truth.Length,
            Correct = perClass.Sum(c => c.Correct),
            MacroF1 = perClass.Where(c => c.Support > 0).Average(c => c.F1!.Value),
            Classes = Array.AsReadOnly(perClass),
            Confusion = Array.AsReadOnly(confusion.Select(row => (IReadOnlyList<int>)Array.AsReadOnly(row)).ToArray()),
        };
    }

    static void RequireLabel(int label, int picture, int classes, string name)
    {
        if ((uint)label >= (uint)classes)
            throw new ArgumentOutOfRangeException(name, $"Picture {picture} has the label {label}; labels run from 0 to {classes - 1}.");
    }
}
