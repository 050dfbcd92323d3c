using KronClip.Classifiers;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>A class of a classifier, by the name that a person gave.</summary>
static class ClassChoice
{
    /// <summary>The label of the class with that folder, else with that name.</summary>
    /// <exception cref="OptionsException">There is none; the message offers close names.</exception>
    public static int Label(Classifier classifier, string name)
    {
        if (MergedClasses.Label(classifier.Classes, name) is >= 0 and var label)
            return label;
        var near = CloseNames.To(name, classifier.Classes.Select(c => c.Name));
        throw new OptionsException($"The classifier has no class {Printable.Quote(name)}. {(near.Count > 0 ? $"Did you mean {Printable.Quote(near[0])}? " : "")}'kronclip classes list' shows all.");
    }
}
