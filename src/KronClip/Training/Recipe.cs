namespace KronClip.Training;

/// <summary>How a prompt is trained: length, batch, optimiser, schedule and augmented views. Immutable; the same record is bound by code, JSON and command line.</summary>
public sealed record Recipe
{
    /// <summary>A batch size that takes all pictures of any job into one step.</summary>
    public const int AllPictures = 1_000_000;

    /// <summary>Passes over the training pictures.</summary>
    public int Epochs { get; init; } = 400;

    /// <summary>
    /// Pictures of a step. With cached embeddings a step costs the text pass whatever the batch, so large batches are free and one step sees all pictures of most
    /// jobs. An incomplete last batch is dropped where there is at least one full one, as Dassl does.
    /// </summary>
    public int BatchSize { get; init; } = 1024;

    /// <summary>The rule that changes the parameters. Each method brings its own rate where none is given.</summary>
    public OptimiserOptions Optimiser { get; init; } = new();

    /// <summary>The course of the learning rate.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>
    /// Views of each training picture: 1 is the picture as it is evaluated (resized, centre-cropped); n adds n-1 seeded augmented ones, each encoded once.
    /// 0 means a fresh augmented view in every epoch, as published.
    /// </summary>
    public int Views { get; init; } = 1;

    /// <summary>Checks every value.</summary>
    /// <exception cref="OptionsException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Epochs is < 1 or > 100_000)
            throw new OptionsException($"epochs is {Epochs}; give 1 to 100000.");
        if (BatchSize < 1)
            throw new OptionsException($"batch is {BatchSize}; give 1 or more (a batch larger than the training set takes all of it).");
        if (Views is < 0 or > 1000)
            throw new OptionsException($"views is {Views}; give 1 to 1000, or 'fresh' for a new view in every epoch.");
        if (Optimiser.Kind == OptimiserKind.Lbfgs && Views != 1)
            throw new OptionsException("L-BFGS needs the same pictures in every step, so it takes one view of each; leave the views away, or choose adamw or sgd.");
        Optimiser.Validate();
        Schedule.Validate(Epochs);
    }

    /// <summary>Steps of one epoch for a number of pictures.</summary>
    public int StepsPerEpoch(int pictures) => Math.Max(1, pictures / BatchSize);
}
