namespace KronClip.Server;

/// <summary>Whether and how predictions are logged; nothing is unless this is given. Immutable.</summary>
public sealed record PredictionLogOptions
{
    /// <summary>The folder; it is made where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Days that the log is kept, today included; null keeps it for ever.</summary>
    public int? Days { get; init; }

    /// <summary>Days that pictures are kept after they were last sent; null keeps none.</summary>
    public int? KeepPicturesDays { get; init; }

    /// <summary>Most bytes of kept pictures, the oldest go first; null sets no bound.</summary>
    public long? MostPictureBytes { get; init; }

    /// <summary>Most answers that wait to be written; more are dropped and counted.</summary>
    public int MostWaiting { get; init; } = 10_000;

    /// <summary>Most bytes of pictures that wait with them.</summary>
    public long MostWaitingBytes { get; init; } = 64L << 20;

    /// <summary>Checks the options.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Folder))
            throw new OptionsException("The log has no folder; give one with --log.");
        if (File.Exists(Folder))
            throw new OptionsException($"'{Folder}' is a file; the log goes into a folder. Give another with --log.");
        if (Days is < 1 || KeepPicturesDays is < 1)
            throw new OptionsException("The log and its pictures are kept for whole days, 1 or more.");
        if (MostPictureBytes is < 1 || MostWaiting < 1 || MostWaitingBytes < 1)
            throw new OptionsException("The bounds of the log are whole numbers of 1 or more.");
    }
}
