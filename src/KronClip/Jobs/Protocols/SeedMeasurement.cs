using KronClip.Classifiers;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>The measurements of one method with one seed, as cells.</summary>
sealed class SeedMeasurement(List<ProtocolCell> cells, string row, SeedDraw draw, MeasuredSet source)
{
    /// <summary>The source's own test pictures, all classes.</summary>
    public Metrics FewShot(Classifier classifier) => Add(ProtocolKind.FewShot, ProtocolCell.Test, ProtocolMeasurement.Measure(classifier, source.Pictures, draw.Test));

    /// <summary>The classifier of the source on another kind of its pictures.</summary>
    public void Domain(Classifier classifier, MeasuredSet shift) => Add(ProtocolKind.Domain, shift.Name,
        ProtocolMeasurement.Measure(classifier, shift.Pictures, shift.Measured(), item => item.Label, shift.SourceLabels));

    /// <summary>A classifier of the task's own names.</summary>
    public void CrossTask(Classifier classifier, MeasuredSet task) => Add(ProtocolKind.CrossTask, task.Name, ProtocolMeasurement.Measure(classifier, task.Pictures, task.Measured()));

    /// <summary>A classifier of one half's names on that half's test pictures.</summary>
    public void Half(string part, Classifier classifier, IReadOnlyList<int> labels)
    {
        var places = labels.Index().ToDictionary(l => l.Item, l => l.Index);
        var items = draw.Test.Where(item => places.ContainsKey(item.Label)).ToArray();
        Add(ProtocolKind.BaseToNew, part, ProtocolMeasurement.Measure(classifier, source.Pictures, items, item => places[item.Label], [.. Enumerable.Range(0, labels.Count)]));
    }

    Metrics Add(ProtocolKind protocol, string part, Metrics metrics)
    {
        cells.Add(ProtocolCell.From(row, draw.Seed, protocol, part, metrics));
        return metrics;
    }
}
