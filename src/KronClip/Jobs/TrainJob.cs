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
    readonly JobNotes said;
    readonly Engine? engine;

    TrainJob(TrainRequest request, IJobObserver observer, Engine? engine, CancellationToken cancel)
    {
        (this.observer, this.engine, this.cancel, said) = (observer, engine, cancel, new JobNotes(observer));
        (method, methodOptions, recipe) = request.Resolve();
        this.request = request with { MethodOptions = MethodDefinition.Understood(request.MethodOptions, methodOptions) };
    }

    /// <summary>Runs the job.</summary>
    /// <returns>What metrics.json says.</returns>
    /// <exception cref="KronClipException">Input, model or options cannot be used; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the state is saved, and the same request resumes it.</exception>
    public static RunMetrics Run(TrainRequest request, IJobObserver? observer = null, CancellationToken cancel = default) => Run(request, null, observer, cancel);

    /// <summary>The same on an engine of the caller's choice, for programs that have other work to do meanwhile.</summary>
    /// <inheritdoc cref="Run(TrainRequest, IJobObserver?, CancellationToken)"/>
    public static RunMetrics Run(TrainRequest request, Engine? engine, IJobObserver? observer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new TrainJob(request, observer ?? SilentObserver.Instance, engine, cancel).Run();
    }

    RunMetrics Run()
    {
        var total = Stopwatch.StartNew();
        if (!request.NamesAlone)
            PicturePlace.RequireTrainable(request.Images);
        OutputPlace.Require(OutputPlace.Of(request));
        var place = ModelPlace.Find(request.Model, observer, cancel);
        request = request with { Model = place.Hint };
        using var model = ClipModel.Load(place.Path, engine);
        recipe = request.Resolve(model.LogitScale).Recipe;
        var classFile = request.ClassFile is null ? null : ClassFile.Read(request.ClassFile);
        var leaveOut = request.LeaveOut is null ? null : LeaveOutList.Read(request.LeaveOut);
        var unlabelledPlace = request.Unlabelled is { AreRest: false } ? UnlabelledPlace.Find(request.Unlabelled, request.Cache, observer, cancel) : null;
        var collection = request.NamesAlone
            ? ImageCollection.OfNames(unlabelledPlace!.Root, request.Names, classFile, unlabelledPlace.TestOf)
            : ImageCollection.Open(PicturePlace.Find(request.Images, request.Cache, observer, cancel), classFile);
        model.Warnings.Concat(collection.Warnings).ToList().ForEach(said.Warn);
        collection.Notes.Concat(unlabelledPlace?.Notes ?? []).ToList().ForEach(said.Note);
        if (!method.HasRecipe && request.Recipe.Given is { Count: > 0 } unheeded)
            said.Warn($"{method.Title} is not trained by a recipe: {string.Join(", ", unheeded)} {(unheeded.Count == 1 ? "says" : "say")} nothing to it. Its own options are set with --set; 'kronclip methods show {method.Name}' lists them.");
        var prompts = Plan(model, collection.Classes.Count, collection.Images.Count).Prompts(model, collection.Classes);

        var encode = Stopwatch.StartNew();
        using var cache = Caches.Features(request.Cache);
        var preprocessing = request.PreprocessingOf(model.Preprocessing);
        var encoder = new PictureEncoder(model, preprocessing, cache);
        var plain = Stopwatch.StartNew();
        var prepared = PreparedPictures.Prepare(collection, encoder, observer, cancel);
        plain.Stop();
        var draw = new SplitOptions { Shots = request.Shots, Seed = request.Seed };
        var split = request.NamesAlone ? Split.OfTest(collection, prepared.Hashes, draw) : FewShotSplit.Draw(collection, prepared.Hashes, draw, leaveOut);
        split.Warnings.ToList().ForEach(said.Warn);
        split.Notes.Where(n => n.Sentence is not null).ToList().ForEach(n => said.Note(n.Sentence!));
        if (leaveOut is not null)
            said.Note(leaveOut.Sentence(collection, prepared.Hashes, split));
        var unlabelled = request.Unlabelled is null ? null : Unlabelled(unlabelledPlace, split, prepared, encoder);
        var trainingViews = new TrainingViews(encoder, request.Seed, recipe);
        var views = method.HasRecipe ? trainingViews.Encode(split.Train, prepared, observer, cancel) : null;
        model.ReleaseImage();                      // every picture is embedded; training needs the text tower alone
        var pictures = new DrawnPictures(split, prepared, unlabelled, trainingViews, views, plain.Elapsed.TotalSeconds, encode.Elapsed.TotalSeconds);

        var options = RunOptions.Of(request, method, methodOptions, recipe, model, preprocessing, split, prepared.Hashes, unlabelled);
        var plan = Plan(model, collection.Classes.Count, split.Train.Count);
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

        var fingerprint = DataFingerprint.Of(split, prepared.Hashes);
        var context = new JobContext(model, prompts, collection.Classes, preprocessing, request, unlabelled?.Fingerprint(fingerprint) ?? fingerprint,
            TrainedPictures.Of(split.Train, prepared.Hashes));
        return new RunTraining(context, plan, pictures, run, options, said, observer, cancel).Run(total, () => CopyClassifier(run));
    }

    MethodPlan Plan(ClipModel model, int classes, int pictures) => MethodPlan.Of(new MethodChoice(method.Name, request.MethodOptions), request.Recipe, request.Shots, model, classes, pictures);

    /// <summary>The unlabelled pictures, less those that are labelled or test pictures too.</summary>
    UnlabelledPictures Unlabelled(UnlabelledPlace? place, Split split, PreparedPictures prepared, PictureEncoder encoder)
    {
        var pictures = place is null
            ? UnlabelledPictures.Prepare(UnlabelledPlace.RestOf(split, prepared.Collection), prepared, split, prepared.Hashes, encoder, said.Warn, observer, cancel)
            : UnlabelledPictures.Prepare(place, null, split, prepared.Hashes, encoder, said.Warn, observer, cancel);
        if (pictures.LeftOut.Sum > 0)
            said.Note($"Of the unlabelled pictures {pictures.Items.Count} are used. {UnlabelledPictures.Sentence(pictures.LeftOut)}.");
        if (request.NamesAlone)
            said.Note(split.Test.Count > 0
                ? $"No picture is labelled: class names and {pictures.Items.Count} unlabelled pictures are all there is to learn from. The {split.Test.Count} pictures of their test part measure it."
                : $"No picture is labelled: class names and {pictures.Items.Count} unlabelled pictures are all there is to learn from, and nothing can measure what comes out.");
        return pictures;
    }

    RunMetrics Finished(RunFolder run)
    {
        observer.Note($"The run in '{run.Path}' is complete; nothing is left to do. Its results follow.");
        var kept = RunMetrics.Read(run.MetricsPath);
        var metrics = kept with { Report = kept.Report is null ? null : RunReportMaker.Asked(kept.Report, request) };
        if (metrics.ToJson() != kept.ToJson())              // the same figures, held against other criteria
            run.WriteMetrics(JsonNode.Parse(metrics.ToJson())!.AsObject());
        CopyClassifier(run);
        var placed = metrics with { Classifier = OutputPlace.Of(request), Run = run.Path };
        RunReportFiles.Write(run.Path, placed, request, observer);
        return placed;
    }

    void CopyClassifier(RunFolder run)
    {
        if (OutputPlace.Copy(run.ClassifierPath, OutputPlace.Of(request)))
            observer.Note($"'{OutputPlace.Of(request)}' held another classifier and is replaced; every run folder keeps its own.");
    }
}
