using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Base-to-new on the run's own pictures: the classes are divided into groups, the method is fitted without each group in turn, and what it learned names all classes. The pictures of the
/// group that was left out then say what a class may expect that is added by name. A pure function of the run: what was interrupted is computed again.
/// </summary>
sealed class NamedClasses(JobContext context, MethodDefinition method, DrawnPictures pictures, IJobObserver observer, CancellationToken cancel)
{
    /// <summary>Each class is new once, beside three quarters of the others.</summary>
    public const int MostGroups = 4;

    /// <summary>Two classes are left to learn from where one of three is left out.</summary>
    public const int FewestClasses = 3;

    /// <summary>Groups of labels: label c goes into group c mod G, so that neighbours in the alphabet part.</summary>
    public static IReadOnlyList<int[]> Groups(int classes)
    {
        var groups = Math.Min(MostGroups, classes);
        return [.. Enumerable.Range(0, groups).Select(g => Enumerable.Range(0, classes).Where(c => c % groups == g).ToArray())];
    }

    /// <summary>Measures.</summary>
    /// <param name="zeroShot">What zero-shot CLIP says of the test pictures.</param>
    /// <param name="trained">What the run's classifier says of them.</param>
    /// <returns>Null where the method that was taken names no other classes.</returns>
    public ReportedNamedClasses? Measure(IReadOnlyList<int> zeroShot, IReadOnlyList<int> trained)
    {
        var split = pictures.Split;
        var train = pictures.Prepared.Labelled(split.Train);
        var data = new FitData(pictures.Views ?? new TrainingFeatures([train.Features], FreshViews: false, train.Labels), train, pictures.Prepared.Labelled(split.Validation));
        var dictionaries = Caches.Dictionaries(context.Request.Cache, context.Model.ContentHash);
        var groups = Groups(context.Classes.Count);
        int right = 0, rightZeroShot = 0, rightTrained = 0, measured = 0;
        observer.Begin("measuring classes that are only named", groups.Count, "trainings");
        foreach (var (number, group) in groups.Index())
        {
            int[] kept = [.. Enumerable.Range(0, context.Classes.Count).Except(group)];
            int[] test = [.. Enumerable.Range(0, split.Test.Count).Where(i => group.Contains(split.Test[i].Label))];
            if (test.Length > 0)
            {
                if (Answers(data.OfClasses(kept), kept, [.. test.Select(i => split.Test[i])], dictionaries) is not { } answers)
                {
                    observer.End();
                    return null;
                }
                right += test.Zip(answers).Count(a => split.Test[a.First].Label == a.Second);
                rightZeroShot += test.Count(i => split.Test[i].Label == zeroShot[i]);
                rightTrained += test.Count(i => split.Test[i].Label == trained[i]);
                measured += test.Length;
            }
            observer.Advance(number + 1);
        }
        observer.End();
        Interval Share(int hits) => Wilson.Of(hits, measured)!;
        return new ReportedNamedClasses(groups.Count, measured, Share(right), Share(rightZeroShot), Share(rightTrained));
    }

    /// <summary>Labels, among all classes, that the method gives to pictures when it has seen only some of the classes.</summary>
    int[]? Answers(FitData data, int[] kept, IReadOnlyList<ImageItem> items, TokenDictionaries dictionaries)
    {
        ClassDefinition[] classes = [.. kept.Select(c => context.Classes[c])];
        var plan = MethodPlan.Of(new MethodChoice(method.Name, context.Request.MethodOptions), context.Request.Recipe, context.Request.Shots, context.Model, classes.Length, data.Train.Labels.Length);
        var fitted = FittedMethod.Fit(plan, context.Model, dictionaries, plan.Prompts(context.Model, classes), data.For(plan), context.Request.Seed, () => { }, cancel);
        if (!fitted.Plan.Definition.ServesNewClasses(fitted.Plan.Options))
            return null;
        var classifier = context.Classifier(fitted.Plan.Definition, fitted.Plan.Options, fitted.Name(context.Prompts), [], null, []);
        return [.. Measurement.Predict(classifier, pictures.Prepared.FeaturesOf(items))];
    }
}
