using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>The context that a finished classifier has learned, in words (<see cref="ContextInWords"/>), from its file and its model alone.</summary>
static class LearnedContext
{
    /// <summary>The context; null where there is none that all classes share, and a note says why.</summary>
    /// <param name="loaded">The classifier.</param>
    /// <param name="head">Its head, as <see cref="ClassDirections.AsData"/> gives it.</param>
    /// <param name="notes">Takes what is to be said.</param>
    public static ReportedContext? Of(LoadedClassifier loaded, ClassifierHead head, List<string> notes)
    {
        var (classifier, model) = (loaded.Classifier, loaded.Model);
        var method = MethodCatalogue.All.FirstOrDefault(m => m.Name == classifier.Document.Method.Name);
        var perImage = head as PromptPerImageHead ?? (head as BlendedHead)?.First as PromptPerImageHead;
        if ((perImage?.Tensor(PromptPerImageHead.ContextName) ?? classifier.Learned.FirstOrDefault(t => t.Name == TrainedPrompt.ContextName)) is not { } v)
        {
            notes.Add($"{method?.Title ?? classifier.Document.Method.Name} has learned no context words, so there are none to name.");
            return null;
        }
        if (perImage is not null)
            notes.Add("The context words depend on the picture; these are the words before a picture moves them.");
        var options = Options(method, classifier.Document.Method);
        if (method is PromptMethodDefinition prompt && options is not null && prompt.PromptShape(options).ClassSpecific)
        {
            notes.Add("Each class has context words of its own (classSpecific), so there are none that all share to name.");
            return null;
        }
        var (w, d) = options is CkCoOpOptions ckCoOp && classifier.Learned.FirstOrDefault(t => t.Name == CkCoOp.WeightsName) is { } weights
            ? (AsMatrix(weights), Dictionary(loaded, (PromptMethodDefinition)method!, ckCoOp, v, notes))
            : (null, null);
        return ContextInWords.Of(AsMatrix(v), d is null ? null : w, d, ContextInWords.Vocabulary(model));
    }

    /// <summary>D, made again; null where it comes out another, so that its weights would be told of the wrong entries.</summary>
    static Matrix? Dictionary(LoadedClassifier loaded, PromptMethodDefinition definition, CkCoOpOptions options, NamedTensor v, List<string> notes)
    {
        var (classifier, model) = (loaded.Classifier, loaded.Model);
        try
        {
            var setup = new PromptSetup(model.Text, model.Tokenizer, classifier.Classes.Count, classifier.Document.Seed ?? 0, Caches.Dictionaries(loaded.Cache, model.ContentHash),
                new Lazy<Matrix>(() => throw new InvalidOperationException("A dictionary is made of tokens alone.")));
            var entries = ContextDictionary.Of(setup, options).Entries;
            var method = new CkCoOp(model.Engine, entries, v.Shape[0], CkCoOp.FactorShapes(options, model.Text.Width));
            new LearnedPrompt(definition, options, [.. classifier.Learned.Where(t => t.Name != TrainedPrompt.ContextName)], v).RestoreTo(method);
            return entries;
        }
        catch (KronClipException error) when (error is ClassifierException or OptionsException)
        {
            notes.Add($"The dictionary entries of the context words are left out: {error.Message}");
            return null;
        }
    }

    static IMethodOptions? Options(MethodDefinition? method, MethodDescription described)
    {
        try
        {
            return method?.ReadOptions(JsonNode.Parse(described.Options.GetRawText())!.AsObject());
        }
        catch (OptionsException)
        {
            return null;        // of a newer version; the context can be named without them
        }
    }

    static Matrix AsMatrix(NamedTensor tensor) => new(tensor.Shape[0], tensor.Shape[1], tensor.Values.ToArray());
}
