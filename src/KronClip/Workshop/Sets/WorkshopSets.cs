namespace KronClip.Workshop;

/// <summary>The sets that come with KronClip. They are frozen: their pictures never change (tests/KronClip.Tests/Workshop holds their hashes).</summary>
public static class WorkshopSets
{
    static readonly string[] Parts = [.. PartKinds.Downstream.Select(kind => kind.Name)];

    /// <summary>All sets.</summary>
    public static IReadOnlyList<WorkshopSet> All { get; } =
    [
        new("parts", "machine parts under an inspection camera", Parts, (24, 4, 24), CameraKinds.Inspection, 1_000_000),
        new("parts-night", "the same kinds of parts under an infrared camera at night", Parts, (0, 0, 12), CameraKinds.Night, 2_000_000),
        new("parts-drawing", "the same kinds of parts as technical line drawings", Parts, (0, 0, 12), CameraKinds.LineDrawing, 3_000_000),
        new("defects", "surface defects on plates under raking light", [.. DefectKind.Downstream.Select(kind => kind.Name)], (24, 4, 40), CameraKinds.Raking, 4_000_000),
    ];

    /// <summary>The set of that name; null if there is none.</summary>
    public static WorkshopSet? Find(string name) => All.FirstOrDefault(set => set.Name == name);
}
