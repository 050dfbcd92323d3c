using KronClip.Compute;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>All that a fit may look at: embeddings and labels of the training and validation pictures. Test pictures have no place in it.</summary>
sealed record FitData(TrainingFeatures Views, LabelledFeatures Train, LabelledFeatures Validation)
{
    /// <summary>The pictures of some classes, whose labels become their places in <paramref name="labels"/>.</summary>
    public FitData OfClasses(IReadOnlyList<int> labels)
    {
        var places = labels.Index().ToDictionary(l => l.Item, l => l.Index);
        var views = Views.Select([.. Enumerable.Range(0, Views.Count).Where(i => places.ContainsKey(Views.Labels[i]))]);
        return new FitData(views with { Labels = [.. views.Labels.Select(l => places[l])] }, Part(Train, places), Part(Validation, places));
    }

    static LabelledFeatures Part(LabelledFeatures all, Dictionary<int, int> places)
    {
        var rows = Enumerable.Range(0, all.Labels.Length).Where(i => places.ContainsKey(all.Labels[i])).ToArray();
        var features = new Matrix(rows.Length, all.Features.Columns);
        for (var i = 0; i < rows.Length; i++)
            all.Features.Row(rows[i]).CopyTo(features.Row(i));
        return new LabelledFeatures(features, [.. rows.Select(r => places[all.Labels[r]])]);
    }
}
