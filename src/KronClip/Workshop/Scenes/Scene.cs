namespace KronClip.Workshop;

/// <summary>How a picture is made of what is there.</summary>
enum Drawing
{
    /// <summary>As a camera sees it.</summary>
    Photograph,

    /// <summary>Pencil: edges, and some shade, on paper.</summary>
    Pencil,

    /// <summary>A technical drawing: clean lines alone.</summary>
    Lines,
}

/// <summary>Everything that determines a picture: the same scene gives the same bytes.</summary>
sealed record Scene
{
    /// <summary>The seed of all that is drawn for it; no two scenes of the workshop share one.</summary>
    public required long Seed { get; init; }

    /// <summary>The part or defect shown: a name of <see cref="PartKinds"/> or <see cref="DefectKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is made of.</summary>
    public required Material Material { get; init; }

    /// <summary>How its surface was worked.</summary>
    public required Finish Finish { get; init; }

    /// <summary>What a part lies on; of no account for plates.</summary>
    public required Ground Ground { get; init; }

    /// <summary>The kind of camera, with light and lens.</summary>
    public required CameraKind Camera { get; init; }

    /// <summary>Whether a defect is shown.</summary>
    public bool IsPlate => DefectKind.Find(Kind) is not null;

    /// <summary>What is shown, made of what, lying on what; of plates the finish stands for the ground.</summary>
    public string Combination => $"{Kind}|{Material.Name}|{(IsPlate ? Finish.Name : Ground.Name)}";
}
