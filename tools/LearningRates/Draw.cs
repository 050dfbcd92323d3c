using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Tools.LearningRates;

/// <summary>
/// One draw of one set, 16 shots. Four validation pictures a class are too few to compare by, so all that is not for training or the final test joins them: half of a
/// drawn test part, or what a given training part has left. The test pictures are the rest.
/// </summary>
sealed class Draw
{
    readonly ClipModel model;
    readonly ImageCollection collection;
    readonly TrainingFeatures train;
    readonly LabelledFeatures validation, test;
    readonly long seed;

    public Draw(ClipModel model, string set, long seed)
    {
        (this.model, this.seed) = (model, seed);
        collection = ImageCollection.Open(set, null);
        using var cache = Caches.Features(null);
        var prepared = PreparedPictures.Prepare(collection, new PictureEncoder(model, model.Preprocessing, cache), SilentObserver.Instance, default);
        var split = FewShotSplit.Draw(collection, prepared.Hashes, new SplitOptions { Seed = seed });
        var (judging, measuring) = (split.Validation.ToList(), new List<ImageItem>());
        if (collection.HasGivenParts)
        {
            var left = split.Unused.Where(u => u.Reason == UnusedReason.BeyondShots).Select(u => u.Item.Path).ToHashSet(StringComparer.Ordinal);
            judging.AddRange(collection.Images.Where(i => i.Part == SplitPart.Train && left.Contains(i.Item.Path)).Select(i => i.Item));
            measuring.AddRange(split.Test);
        }
        else
        {
            foreach (var ofClass in split.Test.GroupBy(item => item.Label).Select(g => g.ToArray()))
            {
                judging.AddRange(ofClass[..(ofClass.Length / 2)]);
                measuring.AddRange(ofClass[(ofClass.Length / 2)..]);
            }
        }
        train = new TrainingFeatures([prepared.FeaturesOf(split.Train)], FreshViews: false, split.Train.Select(item => item.Label).ToArray());
        (validation, test) = (prepared.Labelled(judging), prepared.Labelled(measuring));
    }

    public string Sizes => $"{collection.Classes.Count} classes, {train.Count}/{validation.Labels.Length}/{test.Labels.Length}";

    /// <summary>Trains and tells what the parameters are worth after each epoch, or at the end alone.</summary>
    public IReadOnlyList<Point> Train(Candidate candidate, RecipeChoice choice, bool everyEpoch)
    {
        var method = (PromptMethodDefinition)MethodCatalogue.Find(candidate.Method);
        var options = method.ReadOptions(JsonNode.Parse(candidate.Options)!.AsObject());
        var recipe = choice.Resolve(method, options, shots: 16, model.LogitScale) with { Views = 1 };
        var prompts = ClassPrompts.From(model, collection.Classes, [ZeroShot.DefaultTemplate], method.PromptShape(options).ContextWords);
        var training = new PromptTraining(model, method, options, prompts, train, recipe, seed, Caches.Dictionaries(null, model.ContentHash));
        var (parameters, points) = (training.Method.Parameters, new List<Point>());
        while (!training.Trainer.Finished)
        {
            training.Trainer.RunEpoch();
            if (!everyEpoch && !training.Trainer.Finished)
                continue;
            var next = parameters.Select(p => (float[])p.Values.Clone()).ToArray();
            training.Trainer.Optimiser.Finish(parameters);                         // as if it ended here
            var head = prompts.HeadOf(training.Trained());
            var (loss, accuracy) = Measure(head);
            points.Add(new Point(training.Trainer.EpochsDone * training.Trainer.TotalSteps / recipe.Epochs, loss, accuracy, Right(head, test).Average(r => r.Right ? 1.0 : 0)));
            foreach (var (parameter, values) in parameters.Zip(next))
                values.CopyTo(parameter.Values, 0);
        }
        return points;
    }

    (double Loss, double Accuracy) Measure(ClassifierHead head)
    {
        var all = Right(head, validation).ToArray();
        return (all.Average(r => r.Loss), all.Average(r => r.Right ? 1.0 : 0));
    }

    IEnumerable<(double Loss, bool Right)> Right(ClassifierHead head, LabelledFeatures pictures)
    {
        for (var i = 0; i < pictures.Labels.Length; i++)
        {
            var f = pictures.Features.Row(i).ToArray();
            var norm = Math.Sqrt(f.Sum(x => (double)x * x));
            var logits = new double[head.Classes];
            head.Logits(f.Select(x => x / norm).ToArray(), model.LogitScale, logits);
            var (most, own) = (logits.Max(), logits[pictures.Labels[i]]);
            yield return (most + Math.Log(logits.Sum(z => Math.Exp(z - most))) - own, own == most);
        }
    }
}

/// <summary>What parameters are worth after some text passes: cross-entropy and accuracy on validation pictures, accuracy on test pictures.</summary>
sealed record Point(int Passes, double Loss, double Accuracy, double Test)
{
    public static Point Mean(IReadOnlyList<Point> points) => new(points[0].Passes, points.Average(p => p.Loss), points.Average(p => p.Accuracy), points.Average(p => p.Test));

    public override string ToString() => $"{Loss:0.000} / {100 * Accuracy:0.0} / {100 * Test:0.0}";
}
