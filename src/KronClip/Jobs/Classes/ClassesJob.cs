using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// Changes the classes of a classifier without any training: adds classes by their names alone, gives them other names for people, takes them out. The old file is only
/// read; what stays keeps its numbers bit for bit.
/// </summary>
public static class ClassesJob
{
    /// <summary>Adds classes that the learned prompt names, or zero-shot CLIP's sentences where nothing was learned.</summary>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="added">The new classes.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="model">The base model, as in <see cref="TrainRequest.Model"/>; null takes the remembered one.</param>
    /// <param name="observer">Hears how a download goes.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ClassifierException">The classifier cannot take more classes; the message says why.</exception>
    /// <exception cref="DataException">A new class cannot be told from another by its words or name.</exception>
    public static ClassesResult Add(string path, IReadOnlyList<NewClass> added, string output, string? model = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(added);
        if (added.Count == 0)
            throw new OptionsException("No class is named; give one name or more.");
        OutputPlace.Require(output);
        using var loaded = LoadedClassifier.Open(path, model, "", observer, cancel);
        var from = ClassifierFile.Read(path);
        ClassDefinition[] fresh = [.. added.Select(c => new ClassDefinition { Folder = c.Folder ?? c.Name, Name = c.Name, Words = c.Words })];
        var merged = MergedClasses.Of(from.Classes, fresh, path);
        if (merged.Added.Count < fresh.Length)
            throw new DataException($"The classifier has the class {Printable.Quote(fresh[merged.Labels.Index().First(l => l.Item < merged.Old).Index].Name)} already. Leave it away, or rename the old one first: kronclip classes rename.");
        var (head, how) = Named(from, loaded, merged);
        var stages = new StageDescription
        {
            From = from.Document.ContentHash,
            How = StageDescription.Named,
            Classes = [.. merged.Added.Select(c => c.Folder)],
            LibraryVersion = Library.Version,
        };
        var note = $"{string.Join(", ", merged.Added.Select(c => c.Name))} named by {how}; nothing was trained, and nothing has been measured of it.";
        var document = Changed(from, note) with
        {
            Classes = [.. from.Classes, .. merged.Added.Select(c => new ClassDescription { Folder = c.Folder, Name = c.Name, Words = c.Words })],
            Stages = [.. from.Document.Stages ?? [First(from)], stages],
        };
        return Written(from, new Classifier(document, head, from.Learned), output, [.. merged.Added.Select(c => c.Name)],
            [note, Expected(from)], merged.Warnings);
    }

    /// <summary>What such a class may expect, where the training measured it.</summary>
    static string Expected(Classifier from) => from.Document.Metrics.TryGetProperty(JobContext.NamedFigures, out var named)
        ? FormattableString.Invariant($"What such a class may expect was measured when the classifier was trained: {100 * Share(named, "value"):0.#} % ({100 * Share(named, "low"):0.#} to {100 * Share(named, "high"):0.#}) of the pictures of classes that were only named were recognised.")
        : "How good such classes are with these pictures was not measured; train with --named-classes to know, or see kronclip benchmark base-to-new <images>.";

    static double Share(JsonElement named, string end) => named.GetProperty("accuracy").GetProperty(end).GetDouble();

    /// <summary>Gives classes other names for people; what the text tower was told stays.</summary>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="names">Old name or folder, and new name.</param>
    /// <param name="output">The file to write.</param>
    /// <exception cref="OptionsException">A class is unknown, or two would have one name.</exception>
    public static ClassesResult Rename(string path, IReadOnlyList<(string Old, string New)> names, string output)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
            throw new OptionsException("No class is named; give old=new once or more.");
        OutputPlace.Require(output);
        var from = ClassifierFile.Read(path);
        ClassDescription[] classes = [.. from.Classes];
        foreach (var (old, name) in names)
        {
            if (name.Length == 0)
                throw new OptionsException($"The class {Printable.Quote(old)} is given no new name.");
            var label = ClassChoice.Label(from, old);
            classes[label] = classes[label] with { Name = name };
        }
        if (classes.GroupBy(c => ClassNames.Fold(c.Name), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new OptionsException($"Two classes would be called {Printable.Quote(twice.First().Name)}, and nobody could tell them apart. Give each a name of its own.");
        var said = string.Join(", ", names.Select(n => $"{n.Old} is called {n.New}"));
        return Written(from, new Classifier(Changed(from, said + ".", sameAnswers: true) with { Classes = classes }, from.Head, from.Learned), output, [.. names.Select(n => n.New)], [said + "."], []);
    }

    /// <summary>Takes classes out.</summary>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="names">Names or folders.</param>
    /// <param name="output">The file to write.</param>
    /// <exception cref="OptionsException">A class is unknown, or fewer than two would be left.</exception>
    public static ClassesResult Remove(string path, IReadOnlyList<string> names, string output)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
            throw new OptionsException("No class is named; give one name or more.");
        OutputPlace.Require(output);
        var from = ClassifierFile.Read(path);
        var gone = names.Select(name => ClassChoice.Label(from, name)).ToHashSet();
        int[] kept = [.. Enumerable.Range(0, from.Classes.Count).Where(label => !gone.Contains(label))];
        if (kept.Length < 2)
            throw new OptionsException($"{kept.Length} of {from.Classes.Count} classes would be left, and there would be nothing to tell apart. Leave two or more.");
        var said = $"{string.Join(", ", gone.Order().Select(label => from.Classes[label].Name))} taken out.";
        var document = Changed(from, said) with { Classes = [.. kept.Select(label => from.Classes[label])] };
        return Written(from, new Classifier(document, HeadSelection.Of(from.Head, kept), from.Learned), output, [.. gone.Order().Select(label => from.Classes[label].Name)],
            [said, "Its figures were those of all classes and are left out; measure it again: kronclip eval."], []);
    }

    static (ClassifierHead Head, string How) Named(Classifier from, LoadedClassifier loaded, MergedClasses merged)
    {
        if (from.Document.Method.Name == ZeroShot.Definition.Name && from.Head is EmbeddingsHead)
        {
            IReadOnlyList<string> templates = from.Document.Templates.Count > 0 ? from.Document.Templates : [ZeroShot.DefaultTemplate];
            var rows = EmbeddingsHead.FromRaw(ZeroShot.ClassEmbeddings(loaded.Model, [.. merged.Added.Select(c => c.Words)], [.. merged.Added.Select(_ => templates)])).Tensors[0];
            var old = from.Head.Tensors[0];
            return (new EmbeddingsHead(new NamedTensor(old.Name, [old.Shape[0] + rows.Shape[0], old.Shape[1]], [.. old.Values, .. rows.Values])), "the classifier's sentences");
        }
        var prompt = LearnedPrompt.Of(from);
        var prompts = ClassPrompts.From(loaded.Model, merged.Classes, [ZeroShot.DefaultTemplate], prompt.Shape.ContextWords);
        return (prompt.Name(from.Head, loaded.Model.Text, [.. prompts.Tokens.Skip(merged.Old)], [.. prompts.Names.Skip(merged.Old)]), "the learned prompt");
    }

    /// <summary>Figures were measured with the old classes, so they do not travel where answers may change.</summary>
    static ClassifierDocument Changed(Classifier from, string said, bool sameAnswers = false) => from.Document with
    {
        LibraryVersion = Library.Version,
        CreatedBy = "kronclip classes",
        Metrics = sameAnswers ? from.Document.Metrics : ClassifierDocument.EmptyObject,
        Reference = sameAnswers ? from.Document.Reference : null,
        Provenance = [.. from.Document.Provenance, said],
    };

    static StageDescription First(Classifier from) => new()
    {
        How = StageDescription.Trained,
        Classes = [.. from.Classes.Select(c => c.Folder)],
        Pictures = from.Document.TrainedOn.Count,
        DataFingerprint = from.Document.DataFingerprint,
        LibraryVersion = from.Document.LibraryVersion,
    };

    static ClassesResult Written(Classifier from, Classifier made, string output, IReadOnlyList<string> changed, IReadOnlyList<string> notes, IReadOnlyList<string> warnings)
    {
        ClassifierFile.Write(output, made);
        return new ClassesResult(from.Document.ContentHash!, Path.GetFullPath(output), [.. made.Classes.Select(c => new ClassLabel(c.Folder, c.Name, c.Words))], changed, notes, warnings);
    }
}
