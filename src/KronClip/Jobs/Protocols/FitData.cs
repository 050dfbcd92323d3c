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

    /// <summary>Some of the training pictures, by their places, with all of the validation pictures.</summary>
    public FitData Pictures(IReadOnlyList<int> places) => this with { Views = Views.Select(places), Train = Train.Select(places) };

    /// <summary>The same pictures with as many views as a candidate's recipe asks for: the first of those that were made for all candidates.</summary>
    public FitData For(MethodPlan candidate) => !candidate.Definition.HasRecipe || !Views.FreshViews ? this
        : this with { Views = Views with { Views = [.. Views.Views.Take(candidate.Recipe.Epochs)] } };

    static LabelledFeatures Part(LabelledFeatures all, Dictionary<int, int> places)
    {
        var part = all.Select([.. Enumerable.Range(0, all.Labels.Length).Where(i => places.ContainsKey(all.Labels[i]))]);
        return part with { Labels = [.. part.Labels.Select(label => places[label])] };
    }
}
