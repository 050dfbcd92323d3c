namespace KronClip.Data;

/// <summary>How many pictures to draw, and with which seed.</summary>
public sealed record SplitOptions
{
    /// <summary>Training pictures per class, at least 1. Default 16.</summary>
    public int Shots { get; init; } = 16;

    /// <summary>Any number is a seed, 0 and negative ones too. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Train on every picture that validation and test do not need; <see cref="Shots"/> then sets only the size of the validation part.</summary>
    public bool AllAvailable { get; init; }

    /// <summary>Validation pictures per class: min(shots, 4), as in the published protocol.</summary>
    public int ValidationShots => Math.Min(Shots, 4);

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">Shots is not positive.</exception>
    public void Validate()
    {
        if (Shots < 1)
            throw new OptionsException(FormattableString.Invariant($"shots is {Shots}; give at least 1 training picture per class."));
    }
}
