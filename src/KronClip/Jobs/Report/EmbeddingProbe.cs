using KronClip.Classifiers;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// The probe that a run's classifier is held against: kernel ridge of the image embeddings (<see cref="Ridge"/>) with its default options, fitted to the same labelled training pictures and
/// chosen on the same validation pictures. A closed form, so it costs next to nothing.
/// </summary>
static class EmbeddingProbe
{
    /// <summary>With more training pictures the closed form is no longer cheap: its time grows with their cube.</summary>
    public const int MostPictures = 2048;

    /// <summary>The probe; null where the method itself is it, where there are too many training pictures, or where a class has none.</summary>
    public static Classifier? Fit(JobContext context, MethodPlan made, LabelledFeatures train, LabelledFeatures validation, CancellationToken cancel)
    {
        if (ReferenceEquals(made.Definition, Ridge.Definition) || train.Labels.Length > MostPictures || train.Labels.Distinct().Count() < context.Classes.Count)
            return null;
        var fitted = ((PromptlessMethodDefinition)Ridge.Definition).Fit(context.Setup(cancel), train, validation, Ridge.Definition.Defaults);
        return context.Classifier(Ridge.Definition, Ridge.Definition.Defaults, fitted.Head, [], null, []);
    }

    /// <summary>Learned numbers of a probe.</summary>
    public static long Parameters(JobContext context, int pictures) =>
        Ridge.Definition.ParameterCount(Ridge.Definition.Defaults, context.Model.Config.Text.Width, context.Model.Config.EmbeddingWidth, context.Classes.Count, pictures);
}
