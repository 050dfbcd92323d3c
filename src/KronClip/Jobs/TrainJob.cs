using System.Diagnostics;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// The main job: pictures in folders become a classifier file, with a run folder that says how. Encode, split, train, measure. Killed at any moment, the same
/// request goes on where the last checkpoint was and ends with the same bits.
/// </summary>
public sealed class TrainJob
{
    TrainRequest request;                      // with the model's hint once the model is found
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly MethodDefinition method;
    readonly IMethodOptions methodOptions;
    Recipe recipe;                             // at the model's logit scale once the model is open
    MethodPlan made = null!;                   // the method that is fitted: what was asked for or, of a choice, what it took
    readonly List<string> notes = [];
    readonly List<string> warnings = [];
    readonly List<string> provenance = [];     // stands in the classifier, so nothing here may name a place on this machine

    TrainJob(TrainRequest request, IJobObserver observer, CancellationToken cancel)
    {
        (this.observer, this.cancel) = (observer, cancel);
        (method, methodOptions, recipe) = request.Resolve();
        this.request = request with { MethodOptions = MethodDefinition.Understood(request.MethodOptions, methodOptions) };
    }

    /// <summary>Runs the job.</summary>
    /// <returns>What metrics.json says.</returns>
    /// <exception cref="KronClipException">Input, model or options cannot be used; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the state is saved, and the same request resumes it.</exception>
    public static RunMetrics Run(TrainRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new TrainJob(request, observer ?? SilentObserver.Instance, cancel).Run();
    }

    RunMetrics Run()
    {
        var total = Stopwatch.StartNew();
        if (!request.NamesAlone)
            PicturePlace.RequireTrainable(request.Images);
        OutputPlace.Require(OutputPath);
        var place = ModelPlace.Find(request.Model, observer, cancel);
        request = request with { Model = place.Hint };
        using var model = ClipModel.Load(place.Path);
        recipe = request.Resolve(model.LogitScale).Recipe;
        var classFile = request.ClassFile is null ? null : ClassFile.Read(request.ClassFile);
        var leaveOut = request.LeaveOut is null ? null : LeaveOutList.Read(request.LeaveOut);
        var unlabelledPlace = request.Unlabelled is { AreRest: false } ? UnlabelledPlace.Find(request.Unlabelled, request.Cache, observer, cancel) : null;
        var collection = request.NamesAlone
            ? ImageCollection.OfNames(unlabelledPlace!.Root, request.Names, classFile, unlabelledPlace.TestOf)
            : ImageCollection.Open(PicturePlace.Find(request.Images, request.Cache, observer, cancel), classFile);
        model.Warnings.Concat(collection.Warnings).ToList().ForEach(Warn);
        collection.Notes.Concat(unlabelledPlace?.Notes ?? []).ToList().ForEach(Note);
        if (!method.HasRecipe && request.Recipe.Given is { Count: > 0 } unheeded)
            Warn($"{method.Title} is not trained by a recipe: {string.Join(", ", unheeded)} {(unheeded.Count == 1 ? "says" : "say")} nothing to it. Its own options are set with --set; 'kronclip methods show {method.Name}' lists them.");
        var prompts = Plan(model, collection.Classes.Count, collection.Images.Count).Prompts(model, collection.Classes);

        var encode = Stopwatch.StartNew();
        using var cache = Caches.Features(request.Cache);
        var preprocessing = request.PreprocessingOf(model.Preprocessing);
        var encoder = new PictureEncoder(model, preprocessing, cache);
        var prepared = PreparedPictures.Prepare(collection, encoder, observer, cancel);
        var draw = new SplitOptions { Shots = request.Shots, Seed = request.Seed };
        var split = request.NamesAlone ? Split.OfTest(collection, prepared.Hashes, draw) : FewShotSplit.Draw(collection, prepared.Hashes, draw, leaveOut);
        split.Warnings.ToList().ForEach(Warn);
        split.Notes.Where(n => n.Sentence is not null).ToList().ForEach(n => Note(n.Sentence!));
        if (leaveOut is not null)
            Note(leaveOut.Sentence(collection, prepared.Hashes, split));
        var unlabelled = request.Unlabelled is null ? null : Unlabelled(unlabelledPlace, split, prepared, encoder);
        var trainingViews = new TrainingViews(encoder, request.Seed, recipe);
        var views = method.HasRecipe ? trainingViews.Encode(split.Train, prepared, observer, cancel) : null;
        model.ReleaseImage();                      // every picture is embedded; training needs the text tower alone
        encode.Stop();

        var options = RunOptions.Of(request, method, methodOptions, recipe, model, preprocessing, split, prepared.Hashes, unlabelled);
        var plan = made = Plan(model, collection.Classes.Count, split.Train.Count);
        if (plan.Candidates.Count > 0)
            options["candidates"] = plan.CandidatesJson();
        if (leaveOut is not null)
            options["leaveOut"] = DataFingerprint.Of(leaveOut.In(collection, prepared.Hashes), collection.Classes, prepared.Hashes);      // the same pictures, otherwise divided
        // What is said about the folder goes to the observer alone: notes are part of the result, which must not depend on interruptions.
        using var run = RunFolder.CreateOrOpen(request.Run ?? RunOptions.DefaultFolder(request, method, options), observer.Note);
        run.Begin(options);
        if (leaveOut is not null)
            AtomicFile.WriteText(Path.Combine(run.Path, RunOptions.LeaveOutFile), leaveOut.Text);
        AtomicFile.WriteText(Path.Combine(run.Path, RunOptions.RequestFile), RunOptions.RequestJson(request, run.Path));
        foreach (var difference in run.RecordEnvironment(RunEnvironment.Capture(model.Engine)))
            observer.Note($"This run was begun elsewhere ({difference}); it goes on, but may round differently.");
        if (File.Exists(run.MetricsPath) && File.Exists(run.ClassifierPath))
            return Finished(run);
        SplitFile.Write(run.SplitPath, split, prepared.Hashes);
        ClassFile.WriteTemplate(collection, Path.Combine(run.Path, "classes.json"));

        var train = Stopwatch.StartNew();
        var fingerprint = DataFingerprint.Of(split, prepared.Hashes);
        var context = new JobContext(model, prompts, collection.Classes, preprocessing, request, unlabelled?.Fingerprint(fingerprint) ?? fingerprint,
            TrainedPictures.Of(split.Train, prepared.Hashes));
        var (trainFeatures, validationFeatures) = (prepared.Labelled(split.Train), prepared.Labelled(split.Validation));
        var zeroShot = context.Classifier(ZeroShot.Definition, new ZeroShotOptions(), new EmbeddingsHead(prompts.ZeroShot.Value), [], null, []);
        var choice = plan.Candidates.Count > 0 ? new TrainingChoice(plan, context, run, options, observer, cancel) : null;
        var selection = choice is null ? null : Choose(choice, new FitData(views!, trainFeatures, validationFeatures));
        Classifier Of(LearnedHead fitted) => context.Classifier(made.Definition, made.Options, fitted.Head, fitted.Tensors, made.Definition.HasRecipe ? made.Recipe : null, provenance);
        var rounds = unlabelled is null ? null : new SelfTraining(context, method, zeroShot, unlabelled, request.Unlabelled!, trainingViews, observer, cancel);
        var selfTraining = rounds is null ? null : new SelfTrainingRun(rounds, context, unlabelled!, request.Unlabelled!, run, observer.Note);
        var trained = selfTraining?.Run(trainFeatures, views, (data, part) => Fit(context, data.Train, validationFeatures, data.Views, part), Of);
        var learned = trained?.Last ?? Fit(context, trainFeatures, validationFeatures, views, new RunPart(run, made.Definition.HasRecipe ? run.Resume() : null));
        if (trained is not null)
        {
            Tell(selfTraining!.Sentences(trained));
            context = context with { TrainedOn = selfTraining.Seen(trained) };
        }
        train.Stop();
        var adapted = Of(learned);

        (FoldFigures Figures, Figures? LabelledOnly)? folds = split.Folds is null ? null : CrossValidate(context, split, prepared, views, zeroShot, choice, rounds);
        var metrics = new RunMetrics
        {
            Method = method.Name,
            MethodOptions = MethodDefinition.WriteOptions(methodOptions),
            Model = context.ModelName,
            ModelHash = model.ContentHash,
            Classes = collection.Classes.Select(c => new ClassLabel(c.Folder, c.Name, c.Words)).ToArray(),
            Shots = request.LabelledShots,
            Seed = request.Seed,
            Parameters = made.Definition.ParameterCount(made.Options, model.Config.Text.Width, model.Config.EmbeddingWidth, collection.Classes.Count, trained?.Pictures ?? split.Train.Count),
            Steps = learned.Steps,
            Recipe = made.Definition.HasRecipe ? made.Recipe : null,
            Choice = selection,
            Split = new SplitFigures(split.TestKind, split.Train.Count, split.Validation.Count, split.Test.Count, split.Unused.Count, split.Notes.Select(n => n.Sentence).OfType<string>().ToArray()),
            ZeroShot = Measure(zeroShot, prepared, split),
            Adapted = Measure(adapted, prepared, split),
            KFold = folds?.Figures,
            Unlabelled = selfTraining?.Figures(trained!, zeroShot, adapted, classifier => Measure(classifier, prepared, split), folds?.LabelledOnly),
            DataFingerprint = context.Fingerprint,
            Orientation = preprocessing.Orientation,
            Notes = notes,
            Warnings = warnings,
            Version = Library.Version,
            Seconds = new StageSeconds(encode.Elapsed.TotalSeconds, train.Elapsed.TotalSeconds, total.Elapsed.TotalSeconds),
            Classifier = OutputPath,
            Run = run.Path,
        };
        ClassifierFile.Write(run.ClassifierPath, JobContext.WithMetrics(adapted, metrics));
        CopyClassifier(run);
        run.WriteMetrics(JsonNode.Parse(metrics.ToJson())!.AsObject());
        return metrics;
    }

    MethodPlan Plan(ClipModel model, int classes, int pictures) => MethodPlan.Of(new MethodChoice(method.Name, request.MethodOptions), request.Recipe, request.Shots, model, classes, pictures);

    string OutputPath => Path.GetFullPath(request.Output ?? request.PicturesName + ClassifierFile.Extension);

    MethodSelection Choose(TrainingChoice choice, FitData data)
    {
        (made, var selection) = choice.Choose(data);
        Tell(selection.Sentences);
        provenance.AddRange(selection.Warnings);
        selection.Warnings.ToList().ForEach(Warn);
        return selection;
    }

    /// <summary>The unlabelled pictures, less those that are labelled or test pictures too.</summary>
    UnlabelledPictures Unlabelled(UnlabelledPlace? place, Split split, PreparedPictures prepared, PictureEncoder encoder)
    {
        var pictures = place is null
            ? UnlabelledPictures.Prepare(UnlabelledPlace.RestOf(split, prepared.Collection), prepared, split, prepared.Hashes, encoder, Warn, observer, cancel)
            : UnlabelledPictures.Prepare(place, null, split, prepared.Hashes, encoder, Warn, observer, cancel);
        if (pictures.LeftOut.Sum > 0)
            Note($"Of the unlabelled pictures {pictures.Items.Count} are used. {UnlabelledPictures.Sentence(pictures.LeftOut)}.");
        if (request.NamesAlone)
            Note(split.Test.Count > 0
                ? $"No picture is labelled: class names and {pictures.Items.Count} unlabelled pictures are all there is to learn from. The {split.Test.Count} pictures of their test part measure it."
                : $"No picture is labelled: class names and {pictures.Items.Count} unlabelled pictures are all there is to learn from, and nothing can measure what comes out.");
        return pictures;
    }

    /// <summary>Fits the method to some pictures; in a run with checkpoints, in a fold of a cross-validation without.</summary>
    LearnedHead Fit(JobContext context, LabelledFeatures train, LabelledFeatures validation, TrainingFeatures? views, RunPart? part)
    {
        if (made.Definition is PromptlessMethodDefinition promptless)
        {
            var fitted = promptless.Fit(context.Setup(cancel), train, validation, made.Options);
            if (part is { IsLast: true })
                Tell(fitted.Notes);
            return new(fitted.Head, [], fitted.Steps);
        }
        var training = context.Training((PromptMethodDefinition)made.Definition, made.Options, new FitData(views!, train, validation).For(made).Views, made.Recipe);
        if (part is null)
        {
            var whole = training.RunAndFinish(train, validation, cancel);
            return new(whole.Name(context.Prompts), whole.Prompt.Learned, training.Trainer.TotalSteps);
        }
        Tell([.. training.Notes.Except(provenance)]);               // every round begins with the same
        if (part.From is { } checkpoint)
        {
            checkpoint.RestoreTo(training.Method.Parameters, training.Trainer.Optimiser, training.Trainer.Average);
            training.Trainer.EpochsDone = checkpoint.Epoch;
            observer.Note($"Going on after epoch {checkpoint.Epoch} of {made.Recipe.Epochs}{(part.Round is { } round ? FormattableString.Invariant($" in round {round}") : "")}.");
        }
        new CheckpointedTraining(training, part, made.Recipe, request.CheckpointSeconds, observer).Run(cancel);
        var finished = training.Finish(train, validation, observer, cancel);
        Tell(finished.Notes);
        return new(finished.Name(context.Prompts), finished.Prompt.Learned, training.Trainer.TotalSteps);
    }

    /// <summary>Every training picture is measured once by a classifier that did not see it.</summary>
    (FoldFigures Figures, Figures? LabelledOnly) CrossValidate(JobContext context, Split split, PreparedPictures prepared, TrainingFeatures? views, Classifier zeroShot, TrainingChoice? choice, SelfTraining? rounds)
    {
        var held = new List<(int Truth, int ZeroShot, int LabelledOnly, int Adapted)>();
        var index = split.Train.Select((item, i) => (item, i)).ToDictionary(p => p.item, p => p.i);
        var validation = prepared.Labelled(split.Validation);
        Classifier Of(LearnedHead fitted) => context.Classifier(method, methodOptions, fitted.Head, [], null, []);
        observer.Begin("cross-validating", split.Folds!.Count, "folds");
        foreach (var (number, fold) in split.Folds.Index())
        {
            var places = fold.Train.Select(item => index[item]).ToArray();
            var data = new RoundData(0, prepared.Labelled(fold.Train), views?.Select(places));
            LearnedHead Fit(RoundData round) => this.Fit(context, round.Train, validation, round.Views, null);
            LearnedHead? labelledOnly = null;
            var fitted = choice is not null ? new LearnedHead(choice.Measured(new FitData(views!, prepared.Labelled(split.Train), validation).Pictures(places), number), [], 0)
                : rounds is null ? Fit(data)
                : rounds.Run(data.Train, data.Views, Fit, Of, [], (first, _) => labelledOnly ??= first).Last;
            var features = prepared.FeaturesOf(fold.Held);
            var (before, after) = (Measurement.Predict(zeroShot, features), Measurement.Predict(Of(fitted), features));
            var between = labelledOnly is null ? after : Measurement.Predict(Of(labelledOnly), features);
            held.AddRange(fold.Held.Select((item, i) => (item.Label, before[i], between[i], after[i])));
            observer.Advance(number + 1);
        }
        observer.End();
        if (choice is not null)
            Note(choice.MeasuredNote);
        Figures Figures(Func<(int Truth, int ZeroShot, int LabelledOnly, int Adapted), int> predicted) => Jobs.Figures.From(
            Metrics.Compute(held.Select(h => h.Truth).ToArray(), held.Select(predicted).ToArray(), context.Prompts.Names.Count));
        return (new FoldFigures(split.Folds.Count, Figures(h => h.ZeroShot), Figures(h => h.Adapted)), rounds is null ? null : Figures(h => h.LabelledOnly));
    }

    static PartFigures Measure(Classifier classifier, PreparedPictures prepared, Split split)
    {
        Figures? Of(IReadOnlyList<ImageItem> items) =>
            Measurement.Measure(classifier, prepared.FeaturesOf(items), items.Select(i => i.Label).ToArray()) is { } metrics ? Figures.From(metrics) : null;
        return new PartFigures(Of(split.Validation), Of(split.Test));
    }

    RunMetrics Finished(RunFolder run)
    {
        observer.Note($"The run in '{run.Path}' is complete; nothing is left to do. Its results follow.");
        var metrics = RunMetrics.Read(run.MetricsPath) with { Classifier = OutputPath, Run = run.Path };
        CopyClassifier(run);
        return metrics;
    }

    void CopyClassifier(RunFolder run)
    {
        if (OutputPlace.Copy(run.ClassifierPath, OutputPath))
            observer.Note($"'{OutputPath}' held another classifier and is replaced; every run folder keeps its own.");
    }

    /// <summary>What the method says of itself: it belongs into the classifier too.</summary>
    void Tell(IReadOnlyList<string> said)
    {
        provenance.AddRange(said);
        said.ToList().ForEach(Note);
    }

    void Note(string message)
    {
        notes.Add(message);
        observer.Note(message);
    }

    void Warn(string message)
    {
        warnings.Add(message);
        observer.Warn(message);
    }
}
