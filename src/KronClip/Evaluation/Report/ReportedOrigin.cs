namespace KronClip.Evaluation;

/// <summary>Where the figures of a run come from.</summary>
public sealed record ReportedOrigin
{
    /// <summary>Hash over the pictures with their labels.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>Training pictures per class that were asked for.</summary>
    public required int Shots { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Training, validation and test pictures.</summary>
    public required int Train { get; init; }

    /// <summary>Validation pictures.</summary>
    public required int Validation { get; init; }

    /// <summary>Test pictures; 0 where cross-validation took their place.</summary>
    public required int Test { get; init; }

    /// <summary>The method, for a person.</summary>
    public required string Method { get; init; }

    /// <summary>How it was trained, in a sentence; null where nothing is trained by a recipe.</summary>
    public required string? Recipe { get; init; }

    /// <summary>Name of the base model.</summary>
    public required string Model { get; init; }

    /// <summary>Its content hash.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Its towers, such as "ViT-B/16".</summary>
    public required string Architecture { get; init; }

    /// <summary>Licence of the model's weights as the catalogue of models or the model's README has it; null where it is not known.</summary>
    public required string? ModelLicence { get; init; }

    /// <summary>Version of this library.</summary>
    public required string Version { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The kernels in use.</summary>
    public required string KernelPath { get; init; }
}

/// <summary>What a run took; differs from machine to machine.</summary>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="EncodeSeconds">Pictures to embeddings (only those that were not in the cache).</param>
/// <param name="TrainSeconds">Training.</param>
/// <param name="Encoded">Pictures that went through the image tower.</param>
/// <param name="PeakBytes">Most memory of the process.</param>
/// <param name="ClassifierBytes">Size of the classifier file.</param>
/// <param name="PicturesPerSecond">Pictures that the image tower embedded in a second, reading included; null where all came from the cache.</param>
/// <param name="Processor">The processor.</param>
/// <param name="Threads">Most threads.</param>
/// <param name="Watts">Power that the user stated for the machine; null where none was, and then no energy is given.</param>
/// <param name="PricePerKilowattHour">Price that the user stated, with its unit in <paramref name="Currency"/>; null where none was.</param>
/// <param name="Currency">Unit of the price.</param>
public sealed record ReportedCost(long Parameters, double EncodeSeconds, double TrainSeconds, int Encoded, long PeakBytes, long ClassifierBytes, double? PicturesPerSecond, string Processor, int Threads,
    double? Watts, double? PricePerKilowattHour, string? Currency);

/// <summary>Something that was asked for before the run.</summary>
/// <param name="Text">As it was given, such as "accuracy&gt;=0.95".</param>
/// <param name="Value">What came out; null where it was not measured, which counts as not met.</param>
/// <param name="Met">Whether it was met.</param>
public sealed record ReportedCriterion(string Text, double? Value, bool Met);
