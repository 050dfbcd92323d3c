namespace KronClip.Hub;

/// <summary>A well-known checkpoint that KronClip's architectures cover.</summary>
public sealed record CatalogueEntry
{
    /// <summary>Short name, such as "ViT-B/16"; capitals do not matter.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is: "owner/name".</summary>
    public required string Repo { get; init; }

    /// <summary>The image tower, such as "ViT-B/16".</summary>
    public required string Architecture { get; init; }

    /// <summary>Height and width of the input in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>What it was trained on.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>About what the weights take, in millions of bytes.</summary>
    public required int Megabytes { get; init; }

    /// <summary>The licence, as far as known; the repository's own page decides.</summary>
    public required string Licence { get; init; }

    /// <summary>Published zero-shot top-1 accuracy on ImageNet in percent, or null where no figure is recorded.</summary>
    public double? ImageNet { get; init; }

    /// <summary>Where that figure stands.</summary>
    public string? ImageNetSource { get; init; }

    /// <summary>Whether a public list of the repository's files showed its safetensors file when the catalogue was written.</summary>
    public required bool FilesSeen { get; init; }

    /// <summary>Whether this checkpoint was ever downloaded and run with KronClip.</summary>
    public required bool Tried { get; init; }
}
