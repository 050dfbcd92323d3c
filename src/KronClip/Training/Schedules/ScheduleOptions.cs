using System.Globalization;

namespace KronClip.Training;

/// <summary>The course of the learning rate. The defaults are the published ones: cosine after one warm-up epoch at 1e-5.</summary>
public sealed record ScheduleOptions
{
    /// <summary>The course after the warm-up.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Cosine;

    /// <summary>Epochs at the beginning that run at <see cref="WarmupLearningRate"/>; 0 or more, fewer than all epochs.</summary>
    public int WarmupEpochs { get; init; } = 1;

    /// <summary>The constant rate of the warm-up epochs; above 0.</summary>
    public double WarmupLearningRate { get; init; } = 1e-5;

    /// <summary>Checks the values against the length of the training.</summary>
    /// <exception cref="OptionsException">A value is outside its range, or the warm-up would be the whole training.</exception>
    public void Validate(int epochs)
    {
        if (!Enum.IsDefined(Kind))
            throw new OptionsException($"The schedule '{Kind}' is not known; choose {string.Join(" or ", Enum.GetNames<ScheduleKind>())}.");
        if (epochs < 1)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"The number of epochs is {epochs}; give 1 or more."));
        if (WarmupEpochs < 0)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture,
                $"The number of warm-up epochs is {WarmupEpochs}; give 0 or more."));
        if (WarmupEpochs >= epochs)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture,
                $"The warm-up takes {WarmupEpochs} of {epochs} epochs, which leaves none to train; give more epochs or fewer of warm-up (0 is allowed)."));
        if (!(WarmupLearningRate > 0 && WarmupLearningRate <= OptimiserOptions.LargestLearningRate))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture,
                $"The warm-up learning rate is {WarmupLearningRate}; give a number above 0 and up to {OptimiserOptions.LargestLearningRate}."));
    }
}
