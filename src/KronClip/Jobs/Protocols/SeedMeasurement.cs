using KronClip.Classifiers;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>The measurements of one method with one seed, as cells.</summary>
sealed class SeedMeasurement(List<ProtocolCell> cells, string row, SeedDraw draw, MeasuredSet source)
{
    /// <summary>The source's own test pictures, all classes.</summary>
    public Metrics FewShot(Classifier classifier) => Add(ProtocolKind.FewShot, ProtocolCell.Test, MeasuredPart.Test(source, draw), classifier);

    /// <summary>The classifier of the source on another kind of its pictures.</summary>
    public void Domain(Classifier classifier, MeasuredSet shift) => Add(ProtocolKind.Domain, shift.Name, MeasuredPart.Shifted(shift, source), classifier);

    /// <summary>A classifier of the task's own names.</summary>
    public void CrossTask(Classifier classifier, MeasuredSet task) => Add(ProtocolKind.CrossTask, task.Name, MeasuredPart.Task(task), classifier);

    /// <summary>A classifier of one half's names on that half's test pictures.</summary>
    public void Half(string part, Classifier classifier, IReadOnlyList<int> labels) => Add(ProtocolKind.BaseToNew, part, MeasuredPart.OfClasses(part, source, draw, labels), classifier);

    Metrics Add(ProtocolKind protocol, string column, MeasuredPart part, Classifier classifier)
    {
        var metrics = part.Measure(classifier).Metrics;
        cells.Add(ProtocolCell.From(row, draw.Seed, protocol, column, metrics));
        return metrics;
    }
}
