using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// The run's method fitted to fewer of its training pictures, measured on the same test pictures. Each point is fitted as a training with that many shots would be, from the first training and validation
/// pictures of each class, so that the pictures of fewer shots are among those of more. A pure function of the run: what was interrupted is computed again.
/// </summary>
sealed class LearningCurve(JobContext context, MethodDefinition method, DrawnPictures pictures, IJobObserver observer, CancellationToken cancel)
{
    /// <summary>1, 2, 4, … below the shots of the run.</summary>
    /// <param name="shots">Training pictures of the class that has the most.</param>
    public static IReadOnlyList<int> ShotsBelow(int shots)
    {
        var below = new List<int>();
        for (var s = 1; s < shots; s *= 2)
            below.Add(s);
        return below;
    }

    /// <summary>Measures the points before the last one.</summary>
    /// <param name="last">Which test pictures the run's classifier recognised: the last point.</param>
    public ReportedCurve Measure(bool[] last)
    {
        var split = pictures.Split;
        var shots = split.Train.CountBy(item => item.Label).Max(count => count.Value);
        var below = ShotsBelow(shots);
        var index = split.Train.Select((item, i) => (item, i)).ToDictionary(p => p.item, p => p.i);
        var train = pictures.Prepared.Labelled(split.Train);
        var views = pictures.Views ?? new TrainingFeatures([train.Features], FreshViews: false, train.Labels);
        var (test, truth) = (pictures.Prepared.FeaturesOf(split.Test), split.Test.Select(item => item.Label).ToArray());
        var dictionaries = Caches.Dictionaries(context.Request.Cache, context.Model.ContentHash);
        var points = new List<(int Shots, bool[] Right)>();
        observer.Begin("measuring the learning curve", below.Count, "trainings");
        foreach (var s in below)
        {
            var first = split.First(s);
            var plan = MethodPlan.Of(new MethodChoice(method.Name, context.Request.MethodOptions), context.Request.Recipe, s, context.Model, context.Classes.Count, first.Train.Count);
            var data = new FitData(views, train, pictures.Prepared.Labelled(first.Validation)).Pictures([.. first.Train.Select(item => index[item])]);
            var head = FittedMethod.Fit(plan, context.Model, dictionaries, context.Prompts, data.For(plan), context.Request.Seed, () => { }, cancel).Name(context.Prompts);
            var classifier = context.Classifier(plan.Definition, plan.Options, head, [], null, []);
            points.Add((s, Right(Measurement.Predict(classifier, test), truth)));
            observer.Advance(points.Count);
        }
        observer.End();
        return LearningCurveFit.Of([.. points, (shots, last)], context.Fingerprint);
    }

    /// <summary>Which answers are right.</summary>
    public static bool[] Right(IReadOnlyList<int> predicted, IReadOnlyList<int> truth) => [.. predicted.Zip(truth, (p, t) => p == t)];
}
