using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>What the steps of a training job share: the model, the classes, the embedded pictures, and how a classifier is put together from them.</summary>
sealed record JobContext(
    ClipModel Model,
    ClassPrompts Prompts,
    IReadOnlyList<ClassDefinition> Classes,
    PreprocessOptions Preprocessing,
    PreparedPictures Prepared,
    TrainRequest Request,
    string Fingerprint)
{
    /// <summary>The folder's name stands for the model.</summary>
    public string ModelName => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Model.Folder)));

    public PromptTraining Training(PromptMethodDefinition definition, IMethodOptions options, TrainingFeatures data, Recipe recipe) =>
        new(Model, definition, options, Prompts, data, recipe, Request.Seed, Caches.Dictionaries(Request.Cache, Model.ContentHash));

    /// <summary>A classifier of normalised class embeddings, [C×e].</summary>
    public Classifier Classifier(MethodDefinition method, IMethodOptions options, Matrix embeddings, IReadOnlyList<NamedTensor> learned, Recipe? recipe, IReadOnlyList<string> provenance) => new(
        new ClassifierDocument
        {
            LibraryVersion = Library.Version,
            CreatedBy = "kronclip train",
            Method = new MethodDescription { Name = method.Name, Options = JsonSerializer.SerializeToElement(MethodDefinition.WriteOptions(options)) },
            BaseModel = new BaseModelDescription
            {
                Name = ModelName,
                Architecture = Model.Config.Architecture,
                EmbeddingWidth = Model.Config.EmbeddingWidth,
                ContentHash = Model.ContentHash,
                FolderHint = Path.GetFullPath(Model.Folder),
            },
            Preprocessing = new PreprocessingDescription { Description = JsonElement.Parse(Preprocessing.ToJson()), Hash = Preprocessing.Hash },
            Classes = Classes.Select(c => new ClassDescription { Folder = c.Folder, Name = c.Name, Words = c.Words, Description = c.Description, Templates = c.Templates ?? [] }).ToArray(),
            LogitScale = Model.LogitScale,
            Templates = (options as ZeroShotOptions)?.Templates ?? [],
            DataFingerprint = Fingerprint,
            Shots = method.Learns ? Request.Shots : null,
            Seed = Request.Seed,
            Recipe = recipe is null ? ClassifierDocument.EmptyObject : JsonSerializer.SerializeToElement(recipe, RunMetrics.Json),
            Provenance = provenance,
        },
        new EmbeddingsHead(embeddings),
        learned);

    /// <summary>The classifier with its figures written into it; only what is the same in every run of the job.</summary>
    public static Classifier WithMetrics(Classifier classifier, RunMetrics metrics) => new(
        classifier.Document with { Metrics = JsonSerializer.SerializeToElement(new { metrics.Split.TestKind, metrics.ZeroShot, metrics.Adapted, metrics.KFold }, RunMetrics.Json) },
        classifier.Head,
        classifier.Learned);

    /// <summary>Figures on validation and test; null where there are no pictures.</summary>
    public PartFigures Measure(Classifier classifier, Split split)
    {
        Figures? Of(IReadOnlyList<ImageItem> items) =>
            Measurement.Measure(classifier, Prepared.FeaturesOf(items), items.Select(i => i.Label).ToArray()) is { } metrics ? Figures.From(metrics) : null;
        return new PartFigures(Of(split.Validation), Of(split.Test));
    }
}
