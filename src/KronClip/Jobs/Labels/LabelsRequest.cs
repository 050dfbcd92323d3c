using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>Which labels of a folder are probably wrong. Immutable.</summary>
public sealed record LabelsRequest
{
    /// <summary>The method where none is named; docs/robustness.md has the measurement that chose it.</summary>
    public const string UsualMethod = "ridge";

    /// <summary>Fewest pictures of a class: fewer say nothing of how sure one usually is of it.</summary>
    public const int FewestPictures = 4;

    /// <summary>Most folds.</summary>
    public const int MostFolds = 20;

    /// <summary>As in <see cref="TrainRequest.Images"/>; where parts are given, the training part is looked at.</summary>
    public required string Images { get; init; }

    /// <summary>As in <see cref="TrainRequest.Model"/>.</summary>
    public required string Model { get; init; }

    /// <summary>The method that gives the probabilities, with its options.</summary>
    public MethodChoice Method { get; init; } = new(UsualMethod);

    /// <summary>Parts that the pictures are dealt into.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed of the deal and of what a method draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>As in <see cref="TrainRequest.ClassFile"/>.</summary>
    public string? ClassFile { get; init; }

    /// <summary>Folder of page, list and document; null is runs/, named after the pictures.</summary>
    public string? Output { get; init; }

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>The folder of the results: the one that was given, or runs/photos-labels.</summary>
    internal string Folder => Output ?? Path.Combine("runs", $"{PicturePlace.NameOf(Images)}-labels");

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public void Validate()
    {
        if (Folds is < 2 or > MostFolds)
            throw new OptionsException($"folds is {Folds}; give 2 to {MostFolds}.");
        Method.Definition.ReadOptions(Method.Options);
    }
}

/// <summary>What was found, and where it lies.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Document">The report as a file.</param>
/// <param name="List">The suspects, one JSON object on each line.</param>
/// <param name="Report">All of it.</param>
public sealed record LabelsResult(string Page, string Document, string List, LabelReport Report);
