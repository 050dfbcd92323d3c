using System.Diagnostics;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// A classifier learns more: new classes, or more pictures of old ones. It goes on from the learned prompt, with earlier pictures trained on again where they can be found;
/// or it trains nothing and only names. Killed at any moment, the same request goes on and ends with the same bits. docs/stages.md says what is kept and what is lost.
/// </summary>
public sealed class ExtendJob
{
    readonly ExtendRequest request;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly List<string> notes = [], warnings = [];
    readonly List<string> provenance = [];     // stands in the classifier, so nothing here may name a place on this machine
    readonly Stopwatch total = Stopwatch.StartNew(), encode = new();

    ExtendJob(ExtendRequest request, IJobObserver observer, CancellationToken cancel) => (this.request, this.observer, this.cancel) = (request, observer, cancel);

    /// <summary>Runs the job.</summary>
    /// <exception cref="KronClipException">The classifier cannot be extended so, or something cannot be used or written; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the state is saved, and the same request resumes it.</exception>
    public static ExtendResult Run(ExtendRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return new ExtendJob(request, observer ?? SilentObserver.Instance, cancel).Run();
    }

    ExtendResult Run()
    {
        PicturePlace.RequireTrainable(request.Images);
        var from = ClassifierFile.Read(request.Classifier);
        var learned = LearnedPrompt.Of(from);
        if (request.RefreshDictionary && learned.Options is not CkCoOpOptions)
            throw new OptionsException($"--refresh-dictionary is for CK-CoOp; {learned.Definition.Title} has no dictionary. Leave it away.");
        var stage = (from.Document.Stages?.Count ?? 1) + 1;
        var output = ExtendFolder.Output(request, stage);
        OutputPlace.Require(output);
        var classFile = request.ClassFile is null ? null : ClassFile.Read(request.ClassFile);
        using var loaded = LoadedClassifier.Open(request.Classifier, request.Model, request.Cache, observer, cancel);
        var model = loaded.Model;
        var collection = ImageCollection.Open(PicturePlace.Find(request.Images, request.Cache, observer, cancel), classFile, new CollectionOptions { ForTraining = false });
        collection.Warnings.ToList().ForEach(Warn);
        collection.Notes.ToList().ForEach(Note);
        var merged = MergedClasses.Of(from.Classes, collection.Classes, request.Images);
        merged.Warnings.ToList().ForEach(Warn);
        if (request.Freeze && merged.Added.Count == 0)
            throw new DataException($"'{request.Images}' has no class that the classifier does not know, so with --freeze there is nothing to do. Leave --freeze away to train on its pictures.");
        var prompts = ClassPrompts.From(model, merged.Classes, [ZeroShot.DefaultTemplate], learned.Shape.ContextWords);
        var split = new SplitOptions { Shots = request.Shots ?? from.Document.Shots ?? 16, Seed = request.Seed ?? from.Document.Seed ?? 1 };

        encode.Start();
        var earlier = Earlier(loaded);
        var division = StageDivision.Of(PreparedPictures.Prepare(collection, loaded.Encoder, observer, cancel), merged, earlier, split, request.Freeze);
        division.Warnings.ToList().ForEach(Warn);
        division.Notes.ToList().ForEach(Note);
        if (earlier.Relabelled.Count > 0)
            Warn($"Left out, as the classifier was trained on them as another class: {Printable.List(earlier.Relabelled)}.");
        var replayed = request.Freeze ? [] : request.Replay.Select(earlier.Train, p => merged.Classes[p.Item.Label].Folder, p => p.Hash, split.Seed);
        Tell(earlier, division, replayed);
        var refreshed = Refresh(learned, merged, model);
        encode.Stop();

        var extension = new Extension(request, observer, cancel)
        {
            From = from,
            Loaded = loaded,
            Merged = merged,
            Prompts = prompts,
            Before = learned,
            Prompt = refreshed?.Prompt ?? learned,
            Division = division,
            Earlier = earlier,
            Replayed = replayed,
            Split = split,
            Stage = stage,
            Root = collection.Root,
            Growth = refreshed?.Growth,
            Output = output,
            Notes = notes,
            Warnings = warnings,
            Provenance = provenance,
            Total = total,
            Encode = encode,
        };
        return request.Freeze ? extension.Name() : extension.Train();
    }

    /// <summary>The earlier pictures that the run and the folder know which are asked for, or the run that is found. Those of the folder at hand come with its division.</summary>
    EarlierPictures Earlier(LoadedClassifier loaded)
    {
        var earlier = new EarlierPictures(loaded);
        var run = request.Earlier is null ? EarlierRun.Of(request.Classifier, File.ReadAllBytes(request.Classifier)) : EarlierRun.IsRun(request.Earlier) ? request.Earlier : null;
        if (run is not null)
        {
            earlier.AddRun(EarlierRun.Read(run), observer, cancel);
            observer.Note($"Earlier pictures are taken from the run '{run}'.");
        }
        else if (request.Earlier is not null)
            earlier.AddFolder(PreparedPictures.Prepare(
                ImageCollection.Open(PicturePlace.Find(request.Earlier, request.Cache, observer, cancel), null, new CollectionOptions { ForTraining = false }), loaded.Encoder, observer, cancel));
        return earlier;
    }

    void Tell(EarlierPictures earlier, StageDivision division, IReadOnlyList<StagePicture> replayed)
    {
        if (request.Freeze)
            return;
        if (division.New.Count == 0)
            throw new DataException($"'{request.Images}' holds no picture to train on that the classifier does not know. Add pictures, or classes.");
        provenance.Add(FormattableString.Invariant($"Trained on {division.New.Count} new pictures and {replayed.Count} of {earlier.Recorded} earlier ones (replay {request.Replay}), from the learned context on."));
        Note(FormattableString.Invariant($"{earlier.Train.Count} of the {earlier.Recorded} earlier training pictures were found; {replayed.Count} are trained on again (replay {request.Replay})."));
        if (replayed.Count == 0 && request.Replay.PerClass != 0)
            Warn("No earlier training picture was found, so the prompt is trained on the new pictures alone and may forget. Name the run folder or the pictures of the earlier training with --earlier.");
    }

    (LearnedPrompt Prompt, DictionaryGrowth Growth)? Refresh(LearnedPrompt learned, MergedClasses merged, ClipModel model)
    {
        if (!request.RefreshDictionary)
            return null;
        var grown = DictionaryRefresh.Of((CkCoOpOptions)learned.Options, learned.Parameters, [.. merged.Added.Select(c => c.Words)], model.Config.Text.Width);
        var sentence = FormattableString.Invariant($"The dictionary grew from {grown.Before} to {grown.After} entries{(grown.Added.Count == 0 ? ": it has the words of all new classes already" : $" by {string.Join(", ", grown.Added)}")}.");
        provenance.Add(sentence);
        Note(sentence);
        return (learned with { Options = grown.Options, Parameters = grown.Parameters }, new DictionaryGrowth(grown.Added, grown.Before, grown.After));
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
