namespace KronClip.Workshop;

/// <summary>What a part is made of or coated with.</summary>
/// <param name="Name">As a caption says it.</param>
/// <param name="Colour">Linear colour.</param>
/// <param name="Metal">1 for bare metal, 0 for paint, plastic and rubber.</param>
/// <param name="Rusts">Whether it can be rusty.</param>
sealed record Material(string Name, Vec3 Colour, float Metal, bool Rusts = false)
{
    public static IReadOnlyList<Material> OfParts { get; } =
    [
        new("steel", new(0.50f, 0.51f, 0.53f), 1, true),
        new("iron", new(0.22f, 0.21f, 0.20f), 0.8f, true),
        new("brass", new(0.80f, 0.58f, 0.20f), 1),
        new("copper", new(0.82f, 0.42f, 0.28f), 1),
        new("aluminium", new(0.78f, 0.79f, 0.82f), 1),
        new("black", new(0.035f, 0.035f, 0.04f), 0.3f),
        new("red", new(0.55f, 0.04f, 0.03f), 0),
        new("blue", new(0.03f, 0.12f, 0.45f), 0),
        new("yellow", new(0.75f, 0.52f, 0.04f), 0),
        new("green", new(0.05f, 0.30f, 0.10f), 0),
        new("white", new(0.75f, 0.74f, 0.70f), 0),
    ];

    public static IReadOnlyList<Material> Rubbers { get; } =
    [
        new("black", new(0.03f, 0.03f, 0.03f), 0),
        new("red", new(0.45f, 0.06f, 0.03f), 0),
        new("green", new(0.05f, 0.22f, 0.10f), 0),
    ];

    /// <summary>Of the plates on which defects are.</summary>
    public static IReadOnlyList<Material> OfPlates { get; } =
    [
        new("steel", new(0.45f, 0.46f, 0.48f), 1, true),
        new("iron", new(0.25f, 0.24f, 0.23f), 0.7f, true),
        new("brass", new(0.76f, 0.55f, 0.20f), 1),
        new("copper", new(0.78f, 0.42f, 0.29f), 1),
        new("aluminium", new(0.72f, 0.73f, 0.76f), 1),
        new("white", new(0.70f, 0.69f, 0.66f), 0, true),
        new("grey", new(0.26f, 0.27f, 0.28f), 0, true),
        new("blue", new(0.04f, 0.14f, 0.40f), 0, true),
        new("green", new(0.06f, 0.25f, 0.12f), 0, true),
        new("yellow", new(0.68f, 0.46f, 0.06f), 0, true),
    ];
}

/// <summary>How the surface was worked.</summary>
/// <param name="Name">As a caption says it.</param>
/// <param name="Roughness">0 a mirror, 1 chalk.</param>
/// <param name="Streaks">Strength of fine parallel lines.</param>
/// <param name="Bumps">Strength of unevenness.</param>
/// <param name="Rust">Share covered with rust.</param>
/// <param name="Dirt">Strength of dark grime.</param>
sealed record Finish(string Name, float Roughness, float Streaks = 0, float Bumps = 0, float Rust = 0, float Dirt = 0)
{
    public static IReadOnlyList<Finish> All { get; } =
    [
        new("polished", 0.06f),
        new("brushed", 0.28f, Streaks: 0.5f),
        new("matte", 0.55f, Bumps: 0.06f),
        new("rough", 0.7f, Bumps: 0.3f),
        new("dirty", 0.45f, Bumps: 0.05f, Dirt: 0.8f),
        new("rusty", 0.6f, Bumps: 0.1f, Rust: 0.55f),
    ];
}
