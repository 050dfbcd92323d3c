namespace KronClip.Training;

/// <summary>
/// The learning rate of each epoch, constant inside an epoch. As Dassl's <c>optim/lr_scheduler.py</c> (WARMUP_RECOUNT) and
/// <c>torch.optim.lr_scheduler.CosineAnnealingLR</c>: the cosine begins at 0 after the warm-up and its period is the number of all
/// epochs, warm-up included, so the last epoch's rate is above 0. Immutable and thread-safe.
/// </summary>
public sealed class LearningRateSchedule
{
    readonly ScheduleOptions options;
    readonly double learningRate;

    /// <summary>A schedule of <paramref name="epochs"/> epochs for the base rate <paramref name="learningRate"/>.</summary>
    /// <exception cref="OptionsException">A value is outside its range.</exception>
    public LearningRateSchedule(ScheduleOptions options, double learningRate, int epochs)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(epochs);
        new OptimiserOptions { LearningRate = learningRate }.Validate();
        (this.options, this.learningRate, Epochs) = (options, learningRate, epochs);
    }

    /// <summary>How many epochs the training has.</summary>
    public int Epochs { get; }

    /// <summary>The rate of an epoch, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative or past the last one.</exception>
    public double At(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(epoch, Epochs);
        if (epoch < options.WarmupEpochs)
            return options.WarmupLearningRate;
        return options.Kind == ScheduleKind.Constant
            ? learningRate
            : 0.5 * learningRate * (1 + Math.Cos(Math.PI * (epoch - options.WarmupEpochs) / Epochs));     // η/2 (1 + cos(π (e - w) / E))
    }
}
