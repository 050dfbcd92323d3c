namespace KronClip.Jobs;

/// <summary>A training of a project, as far as it has come.</summary>
public sealed record TrainingView
{
    /// <summary>States.</summary>
    public const string Idle = "idle", Running = "running", Done = "done", Failed = "failed", Cancelled = "cancelled";

    /// <summary>No training yet.</summary>
    public static TrainingView None { get; } = new();

    /// <summary>"idle", "running", "done", "failed" or "cancelled".</summary>
    public string State { get; init; } = Idle;

    /// <summary>What is done at the moment.</summary>
    public TrainingStage? Stage { get; init; }

    /// <summary>Mean loss of each epoch so far.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What a reader should look at.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why it failed or ended early.</summary>
    public string? Error { get; init; }

    /// <summary>What came out.</summary>
    public TrainingResult? Result { get; init; }

    /// <summary>Whether it is over, or never began.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => State != Running;
}

/// <summary>A stage of a training.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Unit">Their name.</param>
/// <param name="Detail">More of it, or null.</param>
public sealed record TrainingStage(string Name, long Done, long Total, string Unit, string? Detail);

/// <summary>What came out of a training.</summary>
/// <param name="Number">Number of the version.</param>
/// <param name="Version">First 12 digits of its content hash.</param>
/// <param name="Method">Method.</param>
/// <param name="Accuracy">Share recognised of pictures that it had not seen; null where nothing could be measured.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="ZeroShot">Share that the model recognised without any training.</param>
/// <param name="TestPictures">How many pictures were measured.</param>
/// <param name="Switched">Whether it is served now.</param>
/// <param name="Comparison">With the one that was served before.</param>
/// <param name="Named">Names of the classes without pictures that it knows by name.</param>
/// <param name="Sentence">All that for a person.</param>
public sealed record TrainingResult(int Number, string Version, string Method, double? Accuracy, double? Low, double? High, double? ZeroShot, int TestPictures, bool Switched, ReplacementComparison? Comparison, IReadOnlyList<string> Named, string Sentence);

/// <summary>What a caller wants of a training; null takes what the project says.</summary>
public sealed record TrainingWish
{
    /// <summary>The method.</summary>
    public string? Method { get; init; }

    /// <summary>Most training pictures per class; null takes all that are not set aside.</summary>
    public int? Shots { get; init; }

    /// <summary>Seed; 1 unless said.</summary>
    public long? Seed { get; init; }

    /// <summary>The base model.</summary>
    public string? Model { get; init; }
}
