using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>Puts classifiers together from what was fitted. What is measured is thus what would be shipped.</summary>
sealed class ProtocolClassifiers(ProtocolRequest request, ClipModel model)
{
    /// <summary>A classifier of some classes.</summary>
    /// <param name="fitted">The method and what it learned; of a choice it is the one that was taken.</param>
    /// <param name="prompts">The classes as the text tower sees them.</param>
    /// <param name="classes">The same classes as people see them.</param>
    /// <param name="draw">The draw it was trained on.</param>
    public Classifier Of(FittedMethod fitted, ClassPrompts prompts, IReadOnlyList<ClassDefinition> classes, SeedDraw draw)
    {
        var train = new TrainRequest { Images = request.Source.Images, Model = request.Model, Method = fitted.Plan.Definition.Name, Shots = request.Shots, Seed = draw.Seed, Recipe = request.Recipe, Cache = request.Cache };
        var context = new JobContext(model, prompts, classes, model.Preprocessing, train, draw.Fingerprint, draw.TrainedOn);
        var made = context.Classifier(fitted.Plan.Definition, fitted.Plan.Options, fitted.Name(prompts), fitted.Learned, fitted.Plan.Definition.HasRecipe ? fitted.Plan.Recipe : null, fitted.Notes);
        return new Classifier(
            made.Document with { BaseModel = made.Document.BaseModel with { Name = request.ModelName ?? context.ModelName } },
            made.Head,
            made.Learned);
    }

    /// <summary>The classifier with its own test figures in it, and the verb that made it.</summary>
    public static Classifier Finished(Classifier classifier, Figures? zeroShot, Figures adapted, string testKind, string createdBy) => new(
        classifier.Document with
        {
            CreatedBy = createdBy,
            Metrics = RunMetrics.Json.Element(new ClassifierFigures(testKind, new PartFigures(null, zeroShot), new PartFigures(null, adapted), null)),
        },
        classifier.Head,
        classifier.Learned);
}
