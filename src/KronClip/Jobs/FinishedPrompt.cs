using KronClip.Classifiers;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>What a training of a prompt comes to: words before the names of any classes and, where it is asked for, a closed form beside them for the classes that were trained on.</summary>
/// <param name="Prompt">What was learned.</param>
/// <param name="TrainedOn">The classes that were trained on.</param>
/// <param name="Blend">The closed form, or null.</param>
sealed record FinishedPrompt(TrainedPrompt Prompt, ClassPrompts TrainedOn, ClosedFormBlend? Blend)
{
    /// <summary>What was chosen after the training, one sentence each.</summary>
    public IReadOnlyList<string> Notes => Blend?.Notes ?? [];

    /// <summary>A head that tells these classes apart; others than those trained on are the prompt's alone.</summary>
    public ClassifierHead Name(ClassPrompts classes)
    {
        var prompt = classes.HeadOf(Prompt);
        return Blend is not null && ReferenceEquals(classes, TrainedOn) ? Blend.Beside(prompt) : prompt;
    }
}
