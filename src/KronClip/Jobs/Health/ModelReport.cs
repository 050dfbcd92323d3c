using System.Text.Json;
using KronClip.Checkpoints;

namespace KronClip.Jobs;

/// <summary>One thing that was tried on a model.</summary>
/// <param name="Name">What must hold.</param>
/// <param name="Passed">Whether it does.</param>
/// <param name="Detail">What was seen, and on failure what to do.</param>
public sealed record ModelCheckItem(string Name, bool Passed, string Detail);

/// <summary>What <see cref="ModelCheck"/> found.</summary>
public sealed record ModelReport
{
    /// <summary>The model's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Kind and size, for example "ViT-B/16".</summary>
    public required string Architecture { get; init; }

    /// <summary>Whose names the tensors carry.</summary>
    public required NamingScheme Naming { get; init; }

    /// <summary>SHA-256 of the weights.</summary>
    public required string ContentHash { get; init; }

    /// <summary>e, numbers per embedding.</summary>
    public required int EmbeddingWidth { get; init; }

    /// <summary>Height and width of the input, in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>d, numbers per token.</summary>
    public required int TextWidth { get; init; }

    /// <summary>Tokens in the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Positions of the text tower.</summary>
    public required int ContextLength { get; init; }

    /// <summary>s, the factor on cosines; 100 in released models.</summary>
    public required double LogitScale { get; init; }

    /// <summary>Trained numbers in both towers; the statistics of batch norms do not count.</summary>
    public required long Parameters { get; init; }

    /// <summary>How pictures are prepared, in one line.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>What a person should know although the model loads.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Everything that was tried.</summary>
    public required IReadOnlyList<ModelCheckItem> Checks { get; init; }

    /// <summary>Whether all of it holds.</summary>
    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}
