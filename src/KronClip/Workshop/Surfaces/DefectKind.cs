using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>A kind of surface defect.</summary>
/// <param name="Name">The common English name, in lower case.</param>
/// <param name="Apply">Draws one plate's defects.</param>
sealed record DefectKind(string Name, Action<Plate, SeededRandom> Apply)
{
    /// <summary>The classes of the set of defects, in the order of their names.</summary>
    public static IReadOnlyList<DefectKind> Downstream { get; } =
    [
        new("crack", Defects.Crack),
        new("dent", Defects.Dent),
        new("pitting", Defects.Pitting),
        new("rust", Defects.Rust),
        new("scratch", Defects.Scratch),
        new("stain", Defects.Stain),
    ];

    /// <summary>What only pre-training shows.</summary>
    public static IReadOnlyList<DefectKind> Others { get; } =
    [
        new("clean surface", (_, _) => { }),
        new("drilled hole", Defects.Hole),
        new("weld seam", Defects.Weld),
    ];

    public static IReadOnlyList<DefectKind> All { get; } = [.. Downstream, .. Others];

    /// <summary>The kind of that name; null if there is none.</summary>
    public static DefectKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
