using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>How a part may lie on the bench; it is turned about the vertical afterwards.</summary>
enum Pose
{
    /// <summary>As it was made: its axis upright.</summary>
    Upright,

    /// <summary>Standing on its head.</summary>
    Reversed,

    /// <summary>Its axis level.</summary>
    Lying,

    /// <summary>Leaning, as if on its own edge.</summary>
    Leaning,
}

/// <summary>A kind of part: its name, how one is made, and how it may lie.</summary>
/// <param name="Name">The common English name, in lower case; a class folder has underscores for the spaces.</param>
/// <param name="Make">Makes one; sizes and proportions are drawn.</param>
/// <param name="Poses">How it may lie; one that is usual stands there twice.</param>
/// <param name="Rubber">Made of rubber and not of metal.</param>
sealed record PartKind(string Name, Func<SeededRandom, Mesh> Make, IReadOnlyList<Pose> Poses, bool Rubber = false)
{
    /// <summary>A turn into the pose, without the turn about the vertical.</summary>
    public static Rotation Turn(Pose pose, SeededRandom random) => pose switch
    {
        Pose.Upright => Rotation.None,
        Pose.Reversed => Rotation.AboutX(180),
        Pose.Lying => Rotation.AboutX(90) * Rotation.AboutZ(random.Between(0, 360)),
        _ => Rotation.AboutX(random.Between(50, 75)) * Rotation.AboutZ(random.Between(0, 360)),
    };
}
