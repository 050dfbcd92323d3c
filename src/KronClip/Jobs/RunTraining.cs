using System.Diagnostics;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>The part of a training that happens in its run folder: fit, measure, report. Killed at any moment, it goes on from the last checkpoint and ends with the same bits.</summary>
/// <param name="context">Model, classes and request.</param>
/// <param name="plan">The method that was asked for.</param>
/// <param name="pictures">The pictures.</param>
/// <param name="run">The run folder.</param>
/// <param name="options">The run's options, which decide everything.</param>
/// <param name="said">What was said so far.</param>
/// <param name="observer">Hears how it goes.</param>
/// <param name="cancel">Stops between two steps.</param>
sealed class RunTraining(JobContext context, MethodPlan plan, DrawnPictures pictures, RunFolder run, JsonObject options, JobNotes said, IJobObserver observer, CancellationToken cancel)
{
    readonly TrainRequest request = context.Request;

    /// <summary>Fits, measures, and writes classifier and metrics.</summary>
    /// <param name="total">Runs since the job began.</param>
    /// <param name="copy">Brings the written classifier to its place.</param>
    public RunMetrics Run(Stopwatch total, Action copy)
    {
        var watch = Stopwatch.StartNew();
        var (split, unlabelled) = (pictures.Split, pictures.Unlabelled);
        var (train, validation) = (pictures.Prepared.Labelled(split.Train), pictures.Prepared.Labelled(split.Validation));
        var zeroShot = context.Classifier(ZeroShot.Definition, new ZeroShotOptions(), new EmbeddingsHead(context.Prompts.ZeroShot.Value), [], null, []);
        var choice = plan.Candidates.Count > 0 ? new TrainingChoice(plan, context, run, options, observer, cancel) : null;
        var (made, selection) = choice is null ? (plan, null) : Choose(choice, new FitData(pictures.Views!, train, validation));
        var fit = new MethodFit(context, made, validation, said, observer, cancel);
        var rounds = unlabelled is null ? null : new SelfTraining(context, plan.Definition, zeroShot, unlabelled, request.Unlabelled!, pictures.Encoding, observer, cancel);
        var selfTraining = rounds is null ? null : new SelfTrainingRun(rounds, context, unlabelled!, request.Unlabelled!, run, observer.Note);
        var trained = selfTraining?.Run(train, pictures.Views, fit.Fit, fit.Classifier);
        var learned = trained?.Last ?? fit.Fit(new RoundData(0, train, pictures.Views), new RunPart(run, made.Definition.HasRecipe ? run.Resume() : null));
        if (trained is not null)
            said.Tell(selfTraining!.Sentences(trained));
        watch.Stop();

        var adapted = fit.Classifier(learned);
        if (trained is not null)
            adapted = adapted.With(adapted.Document with { TrainedOn = selfTraining!.Seen(trained) });
        var folds = split.Folds is null ? null : new FoldMeasurement(context, plan, fit, pictures, choice, rounds, said, observer, cancel).Run(zeroShot);
        var answers = new RunAnswers(pictures, zeroShot, adapted, folds is null ? EmbeddingProbe.Fit(context, made, train, validation, cancel) : null, folds);
        var named = request.NamedClasses && split.Test.Count > 0 && context.Classes.Count >= NamedClasses.FewestClasses
            ? new NamedClasses(context, plan.Definition, pictures, observer, cancel).Measure([.. answers.ZeroShot.Select(Evaluation.TemperedSoftmax.Likeliest)], [.. answers.Adapted.Select(Evaluation.TemperedSoftmax.Likeliest)])
            : null;
        var metrics = new RunMetrics
        {
            Method = plan.Definition.Name,
            MethodOptions = MethodDefinition.WriteOptions(plan.Options),
            Model = context.ModelName,
            ModelHash = context.Model.ContentHash,
            Classes = context.Classes.Select(c => new ClassLabel(c.Folder, c.Name, c.Words)).ToArray(),
            Shots = request.LabelledShots,
            Seed = request.Seed,
            Parameters = made.Definition.ParameterCount(made.Options, context.Model.Config.Text.Width, context.Model.Config.EmbeddingWidth, context.Classes.Count, trained?.Pictures ?? split.Train.Count),
            Steps = learned.Steps,
            Recipe = made.Definition.HasRecipe ? made.Recipe : null,
            Choice = selection,
            Split = new SplitFigures(split.TestKind, split.Train.Count, split.Validation.Count, split.Test.Count, split.Unused.Count, split.Notes.Select(n => n.Sentence).OfType<string>().ToArray()),
            ZeroShot = answers.ZeroShotFigures,
            Adapted = answers.AdaptedFigures,
            KFold = folds?.Figures,
            Unlabelled = selfTraining?.Figures(trained!, zeroShot, adapted, answers.Of, folds?.LabelledOnlyFigures),
            DataFingerprint = context.Fingerprint,
            Orientation = context.Preprocessing.Orientation,
            Notes = said.Notes,
            Warnings = said.Warnings,
            Version = Library.Version,
            Seconds = new StageSeconds(pictures.Seconds, watch.Elapsed.TotalSeconds, total.Elapsed.TotalSeconds),
            Classifier = OutputPlace.Of(request),
            Run = run.Path,
        };
        var finishedClassifier = JobContext.WithMetrics(adapted, metrics, answers.Confidence, named);
        ClassifierFile.Write(run.ClassifierPath, finishedClassifier.With(finishedClassifier.Document with { Reference = TrainingReference.Of(pictures, finishedClassifier) }));
        copy();
        var finished = new TrainedRun(context, plan.Definition, made, pictures, learned, answers, named, RunEnvironment.Capture(context.Model.Engine));
        metrics = metrics with { Report = RunReportMaker.Make(finished, metrics, run.ClassifierPath, observer, cancel) };
        metrics = metrics with { Seconds = metrics.Seconds with { Total = total.Elapsed.TotalSeconds } };
        run.WriteMetrics(JsonNode.Parse(metrics.ToJson())!.AsObject());
        RunReportFiles.Write(run.Path, metrics, request, observer);
        return metrics;
    }

    (MethodPlan Made, Evaluation.MethodSelection? Selection) Choose(TrainingChoice choice, FitData data)
    {
        var (made, selection) = choice.Choose(data);
        said.Tell(selection.Sentences);
        selection.Warnings.ToList().ForEach(said.TellWarning);
        return (made, selection);
    }
}
