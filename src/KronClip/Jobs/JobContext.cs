using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// What the fitting steps of a training job share: the model, the classes, and how a classifier is put together. It holds no pictures, so that what fits cannot see test data.
/// </summary>
sealed record JobContext(
    ClipModel Model,
    ClassPrompts Prompts,
    IReadOnlyList<ClassDefinition> Classes,
    PreprocessOptions Preprocessing,
    TrainRequest Request,
    string Fingerprint,
    IReadOnlyList<string> TrainedOn)
{
    /// <summary>The folder's name stands for the model, or the name by which the box and the Hub know it.</summary>
    public string ModelName => ModelPlace.NameOf(Request.Model, Model.Folder);

    public PromptTraining Training(PromptMethodDefinition definition, IMethodOptions options, TrainingFeatures data, Recipe recipe) =>
        new(Model, definition, options, Prompts, data, recipe, Request.Seed, Caches.Dictionaries(Request.Cache, Model.ContentHash));

    /// <summary>The classes as a method without a prompt sees them.</summary>
    public FitSetup Setup(CancellationToken cancel) => Prompts.Setup(Request.Seed, cancel);

    /// <summary>A classifier with all that is known about it.</summary>
    public Classifier Classifier(MethodDefinition method, IMethodOptions options, ClassifierHead head, IReadOnlyList<NamedTensor> learned, Recipe? recipe, IReadOnlyList<string> provenance) => new(
        new ClassifierDocument
        {
            LibraryVersion = Library.Version,
            CreatedBy = "kronclip train",
            Method = new MethodDescription { Name = method.Name, Options = MethodDefinition.OptionsElement(options) },
            BaseModel = new BaseModelDescription
            {
                Name = ModelName,
                Architecture = Model.Config.Architecture,
                EmbeddingWidth = Model.Config.EmbeddingWidth,
                ContentHash = Model.ContentHash,
                FolderHint = ModelPlace.IsName(Request.Model) ? Request.Model : Path.GetFullPath(Model.Folder),
            },
            Preprocessing = new PreprocessingDescription { Description = JsonElement.Parse(Preprocessing.ToJson()), Hash = Preprocessing.Hash },
            Classes = Classes.Select(c => new ClassDescription { Folder = c.Folder, Name = c.Name, Words = c.Words, Description = c.Description, Templates = c.Templates ?? [] }).ToArray(),
            LogitScale = Model.LogitScale,
            Templates = (options as ITemplateOptions)?.Templates ?? [],
            DataFingerprint = Fingerprint,
            TrainedOn = method.Learns ? TrainedOn : [],
            Shots = method.Learns ? Request.LabelledShots : null,
            Seed = Request.Seed,
            Recipe = recipe is null ? ClassifierDocument.EmptyObject : RunMetrics.Json.Element(recipe),
            Provenance = provenance,
        },
        head,
        learned);

    /// <summary>The classifier with its figures written into it, and with what was fitted to its confidences; only what is the same in every run of the job.</summary>
    public static Classifier WithMetrics(Classifier classifier, RunMetrics metrics, ConfidenceFit? confidence, ReportedNamedClasses? named) => classifier.With(classifier.Document with
    {
        Metrics = RunMetrics.Json.Element(new ClassifierFigures(metrics.Split.TestKind, metrics.ZeroShot, metrics.Adapted, metrics.KFold, named)),
        Calibration = confidence is null ? classifier.Document.Calibration : new Calibration { Temperature = confidence.Temperature, UnknownBelow = confidence.Unknown.Threshold },
    });

    /// <summary>Key of what a class may expect that is only named, among a classifier's figures.</summary>
    public const string NamedFigures = "namedClasses";
}
