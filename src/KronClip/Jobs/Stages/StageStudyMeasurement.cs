using System.Diagnostics;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>What a row reached with one seed.</summary>
/// <param name="Measured">Each group after each of its stages; the row is filled in by whoever reads.</param>
/// <param name="Parameters">Learned numbers at the end.</param>
/// <param name="Trainings">How many trainings it took beside the first stage's, which the rows of a method share.</param>
/// <param name="Seconds">Wall clock.</param>
sealed record StageStudyCell(IReadOnlyList<StageCell> Measured, long Parameters, int Trainings, double Seconds);

/// <summary>One seed of one method and way: trained or named stage by stage, and measured after each on the test pictures of every group so far, among all classes so far.</summary>
sealed class StageStudyMeasurement(ProtocolRequest protocol, ClipModel model, MeasuredSet source, PictureEncoder encoder, IJobObserver observer, CancellationToken cancel)
{
    readonly TokenDictionaries dictionaries = Caches.Dictionaries(protocol.Cache, model.ContentHash);
    (string Choice, long Seed, LearnedPrompt Learned, TrainedPrompt Trained, TrainingFeatures Views)? first;       // of the last method and seed

    /// <summary>Zero-shot CLIP: every stage names the classes so far.</summary>
    public StageStudyCell ZeroShot(MethodPlan plan, SeedDraw draw, IReadOnlyList<IReadOnlyList<int>> groups)
    {
        var clock = Stopwatch.StartNew();
        var prompts = plan.Prompts(model, source.Collection.Classes);
        var cells = groups.Index().SelectMany(g => Measure(new EmbeddingsHead(prompts.Select(Seen(groups, g.Index)).ZeroShot.Value), plan, draw, groups, g.Index)).ToArray();
        return new StageStudyCell(cells, 0, 0, clock.Elapsed.TotalSeconds);
    }

    /// <summary>A method in one way.</summary>
    public StageStudyCell Of(MethodPlan plan, StageWay way, SeedDraw draw, IReadOnlyList<IReadOnlyList<int>> groups)
    {
        var clock = Stopwatch.StartNew();
        var all = plan.Prompts(model, source.Collection.Classes);
        var definition = (PromptMethodDefinition)plan.Definition;
        var (learned, trained, views) = First(definition, plan, all, draw, groups);
        var (cells, trainings) = (new List<StageCell>(), 0);
        for (var stage = 0; stage < groups.Count; stage++)
        {
            var seen = Seen(groups, stage);
            var prompts = all.Select(seen);
            if (stage > 0 && way.Replay is { } replay)
            {
                if (way.Refresh)
                    learned = Grown(learned, groups[stage]);
                var start = way.Joint ? null : learned;
                (learned, trained) = Train(definition, start?.Options ?? plan.Options, plan.Recipe, prompts, Pictures(views, draw, groups, stage, seen, replay), start, draw.Seed);
                trainings++;
            }
            cells.AddRange(Measure(prompts.HeadOf(trained), plan, draw, groups, stage));
        }
        var parameters = definition.ParameterCount(learned.Options, model.Config.Text.Width, model.Config.EmbeddingWidth, all.Names.Count);
        return new StageStudyCell(cells, parameters, trainings, clock.Elapsed.TotalSeconds);
    }

    /// <summary>The first stage is the same for all ways of a method.</summary>
    (LearnedPrompt Learned, TrainedPrompt Trained, TrainingFeatures Views) First(PromptMethodDefinition definition, MethodPlan plan, ClassPrompts all, SeedDraw draw, IReadOnlyList<IReadOnlyList<int>> groups)
    {
        if (first is { } kept && kept.Choice == plan.Row.Id && kept.Seed == draw.Seed)
            return (kept.Learned, kept.Trained, kept.Views);
        var views = draw.Data(plan, encoder, observer, cancel).Views;
        var (learned, trained) = Train(definition, plan.Options, plan.Recipe, all.Select(groups[0]), Pictures(views, draw, groups, 0, groups[0], ReplayChoice.None), null, draw.Seed);
        first = (plan.Row.Id, draw.Seed, learned, trained, views);
        return (learned, trained, views);
    }

    (LearnedPrompt, TrainedPrompt) Train(PromptMethodDefinition definition, IMethodOptions options, Recipe recipe, ClassPrompts prompts, TrainingFeatures data, LearnedPrompt? start, long seed)
    {
        var training = new PromptTraining(model, definition, options, prompts, data, recipe, seed, dictionaries);
        start?.RestoreTo(training.Method);
        var trained = training.RunToEnd(null, cancel);
        return (LearnedPrompt.Of(definition, options, trained, training.Method), trained);
    }

    LearnedPrompt Grown(LearnedPrompt learned, IReadOnlyList<int> fresh)
    {
        var grown = DictionaryRefresh.Of((CkCoOpOptions)learned.Options, learned.Parameters, [.. fresh.Select(l => source.Collection.Classes[l].Words)], model.Config.Text.Width);
        return learned with { Options = grown.Options, Parameters = grown.Parameters };
    }

    /// <summary>The training pictures of a stage: all of the group that is new, and of earlier groups those that are replayed. Labels are places in <paramref name="seen"/>.</summary>
    TrainingFeatures Pictures(TrainingFeatures views, SeedDraw draw, IReadOnlyList<IReadOnlyList<int>> groups, int stage, IReadOnlyList<int> seen, ReplayChoice replay)
    {
        var places = seen.Index().ToDictionary(s => s.Item, s => s.Index);
        var fresh = groups[stage].ToHashSet();
        (ImageItem Item, int Row)[] so = [.. draw.Train.Select((item, row) => (item, row)).Where(p => places.ContainsKey(p.item.Label))];
        var again = replay.Select(so.Where(p => !fresh.Contains(p.Item.Label)), p => source.Collection.Classes[p.Item.Label].Folder, p => source.Pictures.Hashes[p.Item], draw.Seed);
        int[] rows = [.. again.Concat(so.Where(p => fresh.Contains(p.Item.Label))).Select(p => p.Row).Order()];
        var some = views.Select(rows);
        return some with { Labels = [.. some.Labels.Select(l => places[l])] };
    }

    IEnumerable<StageCell> Measure(ClassifierHead head, MethodPlan plan, SeedDraw draw, IReadOnlyList<IReadOnlyList<int>> groups, int stage)
    {
        var seen = Seen(groups, stage);
        var places = seen.Index().ToDictionary(s => s.Item, s => s.Index);
        var classes = seen.Select(l => source.Collection.Classes[l]).ToArray();
        var train = new TrainRequest { Images = protocol.Source.Images, Model = protocol.Model, Method = plan.Definition.Name, Shots = protocol.Shots, Seed = draw.Seed };
        var context = new JobContext(model, plan.Prompts(model, classes), classes, model.Preprocessing, train, draw.Fingerprint, []);
        var classifier = context.Classifier(plan.Definition, plan.Options, head, [], null, []);
        for (var group = 0; group <= stage; group++)
        {
            var own = groups[group].ToHashSet();
            ImageItem[] items = [.. draw.Test.Where(item => own.Contains(item.Label))];
            var predicted = Measurement.Predict(classifier, source.Pictures.FeaturesOf(items));
            var correct = items.Where((item, i) => predicted[i] == places[item.Label]).Count();
            yield return new StageCell(plan.Row.Id, draw.Seed, stage + 1, group + 1, seen.Length, items.Length, correct);
        }
    }

    static int[] Seen(IReadOnlyList<IReadOnlyList<int>> groups, int stage) => [.. groups.Take(stage + 1).SelectMany(g => g)];
}
