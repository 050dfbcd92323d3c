using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>An extension whose pictures are divided: it names or trains, measures, and writes the classifier.</summary>
sealed class Extension(ExtendRequest request, IJobObserver observer, CancellationToken cancel)
{
    public required Classifier From { get; init; }

    public required LoadedClassifier Loaded { get; init; }

    public required MergedClasses Merged { get; init; }

    public required ClassPrompts Prompts { get; init; }

    /// <summary>The prompt of the classifier that is extended.</summary>
    public required LearnedPrompt Before { get; init; }

    /// <summary>The prompt to go on from: the same, but for a dictionary that grew.</summary>
    public required LearnedPrompt Prompt { get; init; }

    public required StageDivision Division { get; init; }

    public required EarlierPictures Earlier { get; init; }

    public required IReadOnlyList<StagePicture> Replayed { get; init; }

    public required SplitOptions Split { get; init; }

    public required int Stage { get; init; }

    /// <summary>Root of the folder at hand.</summary>
    public required string Root { get; init; }

    public required DictionaryGrowth? Growth { get; init; }

    public required string Output { get; init; }

    public required List<string> Notes { get; init; }

    public required List<string> Warnings { get; init; }

    public required List<string> Provenance { get; init; }

    public required Stopwatch Total { get; init; }

    public required Stopwatch Encode { get; init; }

    readonly Stopwatch train = new();

    /// <summary>Names the new classes by the prompt that is there.</summary>
    public ExtendResult Name()
    {
        Provenance.Add($"{string.Join(", ", Merged.Added.Select(c => c.Name))} named by the learned prompt; nothing was trained.");
        ClassTokensOf(out var tokens, out var names);
        var head = Before.Name(From.Head, Loaded.Model.Text, tokens, names);
        var learned = Prompt.ContextWords is null ? From.Learned : [.. Prompt.Parameters, Prompt.ContextWords];
        var made = Classifier(head, learned, StageDescription.Named, Fingerprint([]), recipe: null);
        var result = Result(made, StageDescription.Named, null, 0, null);
        Write(ClassifierFile.ToBytes(WithMetrics(made, result)));
        return result;
    }

    /// <summary>Goes on training, in a run folder.</summary>
    public ExtendResult Train()
    {
        var model = Loaded.Model;
        var recipe = request.Recipe.Resolve(Prompt.Definition, Prompt.Options, Split.Shots, model.LogitScale);
        StagePicture[] pictures = [.. Replayed, .. Division.New];
        var options = ExtendFolder.Options(request, From, Prompt, recipe, Split, Merged, model, Fingerprint(pictures), Replayed.Count, Division.New.Count);
        using var run = RunFolder.CreateOrOpen(ExtendFolder.Run(request, Stage, options), observer.Note);
        run.Begin(options);
        foreach (var difference in run.RecordEnvironment(RunEnvironment.Capture(model.Engine)))
            observer.Note($"This run was begun elsewhere ({difference}); it goes on, but may round differently.");
        if (File.Exists(run.MetricsPath) && File.Exists(run.ClassifierPath))
        {
            observer.Note($"The run in '{run.Path}' is complete; nothing is left to do. Its results follow.");
            Write(File.ReadAllBytes(run.ClassifierPath));
            return ExtendResult.Read(run.MetricsPath) with { Classifier = Output, Run = run.Path };
        }
        WriteSplit(run.SplitPath);
        Encode.Start();
        var views = StageViews.Encode(pictures, Loaded.Encoder, Split.Seed, recipe, observer, cancel);
        model.ReleaseImage();                      // every picture is embedded; training needs the text tower alone
        Encode.Stop();

        train.Start();
        var training = new PromptTraining(model, Prompt.Definition, Prompt.Options, Prompts, views, recipe, Split.Seed, Caches.Dictionaries(request.Cache, model.ContentHash));
        if (Prompt.RestoreTo(training.Method) is > 0 and var rounding)
            observer.Note(FormattableString.Invariant($"The context is made again to within {rounding:g2} of its length: this processor or kernel path rounds otherwise than the one of the earlier training."));
        if (run.Resume() is { } checkpoint)
        {
            checkpoint.RestoreTo(training.Method.Parameters, training.Trainer.Optimiser, training.Trainer.Average);
            training.Trainer.EpochsDone = checkpoint.Epoch;
            observer.Note($"Going on after epoch {checkpoint.Epoch} of {recipe.Epochs}.");
        }
        new CheckpointedTraining(training, new RunPart(run, null), recipe, request.CheckpointSeconds, observer).Run(cancel);
        var trained = training.Trained();
        train.Stop();
        var made = Classifier(Prompts.HeadOf(trained), trained.Learned, StageDescription.Trained, Fingerprint(pictures), recipe);
        var result = Result(made, StageDescription.Trained, recipe, training.Trainer.TotalSteps, run.Path);
        ClassifierFile.Write(run.ClassifierPath, WithMetrics(made, result));
        Write(File.ReadAllBytes(run.ClassifierPath));
        run.WriteMetrics(JsonNode.Parse(result.ToJson())!.AsObject());
        return result;
    }

    void ClassTokensOf(out IReadOnlyList<Clip.ClassTokens> tokens, out IReadOnlyList<string> names) =>
        (tokens, names) = ([.. Prompts.Tokens.Skip(Merged.Old)], [.. Prompts.Names.Skip(Merged.Old)]);

    Classifier Classifier(ClassifierHead head, IReadOnlyList<NamedTensor> learned, string how, string fingerprint, Recipe? recipe)
    {
        var old = From.Document;
        StageDescription[] stages =
        [
            .. old.Stages ?? [new StageDescription { How = StageDescription.Trained, Classes = [.. old.Classes.Select(c => c.Folder)], Pictures = old.TrainedOn.Count, DataFingerprint = old.DataFingerprint, LibraryVersion = old.LibraryVersion }],
            new StageDescription
            {
                From = old.ContentHash,
                How = how,
                Classes = [.. Merged.Added.Select(c => c.Folder)],
                Pictures = Division.New.Count,
                Replayed = Replayed.Count,
                Words = Growth?.Words ?? [],
                DataFingerprint = fingerprint,
                LibraryVersion = Library.Version,
            },
        ];
        var document = old with
        {
            LibraryVersion = Library.Version,
            CreatedBy = "kronclip extend",
            Method = old.Method with { Options = MethodDefinition.OptionsElement(Prompt.Options) },
            Classes = [.. old.Classes, .. Merged.Added.Select(c => new ClassDescription { Folder = c.Folder, Name = c.Name, Words = c.Words, Description = c.Description, Templates = c.Templates ?? [] })],
            DataFingerprint = fingerprint,
            TrainedOn = [.. old.TrainedOn.Concat(TrainedPictures.Of(Division.New.Select(p => p.Item), StagePicture.Hashes(Division.New))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Stages = stages,
            Reference = null,
            Calibration = old.Calibration with { UnknownBelow = null },    // among more classes confidences are others
            Provenance = [.. old.Provenance, .. Provenance.Select(p => FormattableString.Invariant($"Stage {Stage}: {p}"))],
        };
        if (recipe is not null)
            document = document with
            {
                Calibration = new Calibration(),                       // what was calibrated was another head
                Shots = Split.Shots,
                Seed = Split.Seed,
                Recipe = RunMetrics.Json.Element(recipe),
            };
        return new Classifier(document, head, learned);
    }

    /// <summary>Over what was trained on and what is measured, as a training's.</summary>
    string Fingerprint(IReadOnlyList<StagePicture> trainedOn)
    {
        StagePicture[] all = [.. trainedOn, .. Division.Validation, .. Division.Test];
        return DataFingerprint.Of(all.Select(p => p.Item), Merged.Classes, StagePicture.Hashes(all));
    }

    ExtendResult Result(Classifier made, string how, Recipe? recipe, int steps, string? run)
    {
        var model = Loaded.Model.Config;
        var (old, fresh) = (Division.Test.Where(p => p.Item.Label < Merged.Old).ToArray(), Division.Test.Where(p => p.Item.Label >= Merged.Old).ToArray());
        var zeroShot = new Classifier(made.Document, new EmbeddingsHead(Prompts.ZeroShot.Value));
        long Count(LearnedPrompt prompt, int classes) => prompt.Definition.ParameterCount(prompt.Options, model.Text.Width, model.EmbeddingWidth, classes);
        return new ExtendResult
        {
            From = From.Document.ContentHash!,
            Stage = Stage,
            How = how,
            Method = Prompt.Definition.Name,
            Model = From.Document.BaseModel.Name,
            Classes = [.. made.Classes.Select(c => new ClassLabel(c.Folder, c.Name, c.Words))],
            OldClasses = Merged.Old,
            Pictures = new StagePictures(Division.New.Count, Earlier.Recorded, Earlier.Train.Count, Replayed.Count, old.Length, fresh.Length),
            Replay = recipe is null ? null : request.Replay,
            Dictionary = Growth,
            ParametersBefore = Count(Before, Merged.Old),
            Parameters = Count(Prompt, Merged.Classes.Count),
            Steps = steps,
            Recipe = recipe,
            Shots = Split.Shots,
            Seed = Split.Seed,
            Old = OldClassFigures.Of(StagePicture.Measure(Loaded.Classifier, old), StagePicture.Measure(made, old)),
            New = StagePicture.Measure(made, fresh),
            All = StagePicture.Measure(made, Division.Test),
            ZeroShot = StagePicture.Measure(zeroShot, Division.Test),
            DataFingerprint = made.Document.DataFingerprint!,
            Notes = Notes,
            Warnings = Warnings,
            Version = Library.Version,
            Seconds = new StageSeconds(Encode.Elapsed.TotalSeconds, train.Elapsed.TotalSeconds, Total.Elapsed.TotalSeconds),
            Classifier = Output,
            Run = run,
        };
    }

    Classifier WithMetrics(Classifier made, ExtendResult result) => new(
        made.Document with
        {
            Metrics = RunMetrics.Json.Element(
                new ExtendedFigures(Division.TestKind, new PartFigures(null, result.ZeroShot), new PartFigures(null, result.All), null, result.Old, result.New)),
        },
        made.Head,
        made.Learned);

    /// <summary>All pictures of this stage and of those before it, so that the next extension finds them by this run. What was trained on earlier and is not now stands as unused.</summary>
    void WriteSplit(string path)
    {
        var again = Replayed.Select(p => p.Hash).ToHashSet(StringComparer.Ordinal);
        StagePicture[] left = [.. Earlier.Train.Where(p => !again.Contains(p.Hash))];
        StagePicture[] all = [.. Replayed, .. Division.New, .. Division.Validation, .. Division.Test, .. left];
        ImageItem Item(StagePicture picture) => picture.Item with { RelativePath = Path.GetRelativePath(Root, picture.Item.Path).Replace('\\', '/') };
        SplitFile.Write(path, new Split
        {
            Root = Root,
            Classes = Merged.Classes,
            Options = Split,
            Train = [.. Replayed.Concat(Division.New).Select(Item)],
            Validation = [.. Division.Validation.Select(Item)],
            Test = [.. Division.Test.Select(Item)],
            TestKind = Division.TestKind == TestKinds.KFold ? TestKinds.None : Division.TestKind,
            Notes = [],
            Unused = [.. left.Select(p => new UnusedImage(Item(p), UnusedReason.BeyondShots))],
            Warnings = Warnings,
        }, StagePicture.Hashes(all));
    }

    /// <summary>To its place; whole or not at all.</summary>
    void Write(byte[] classifier)
    {
        var earlier = File.Exists(Output) ? File.ReadAllBytes(Output) : null;
        if (earlier is not null && earlier.AsSpan().SequenceEqual(classifier))
            return;
        Storage.AtomicFile.Write(Output, stream => stream.Write(classifier));
        if (earlier is not null)
            observer.Note($"'{Output}' held another classifier and is replaced.");
    }
}
