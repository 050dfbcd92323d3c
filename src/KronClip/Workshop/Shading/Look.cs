namespace KronClip.Workshop;

/// <summary>A material with its finish, as textures on a part: streaks, unevenness, rust and grime.</summary>
/// <param name="Material">What it is made of.</param>
/// <param name="Finish">How it was worked.</param>
/// <param name="Seed">Where the textures lie.</param>
sealed record Look(Material Material, Finish Finish, uint Seed)
{
    static readonly Vec3 DarkRust = new(0.16f, 0.055f, 0.02f), BrightRust = new(0.36f, 0.14f, 0.045f), Grime = new(0.03f, 0.025f, 0.02f);

    /// <summary>The surface at a place of the part.</summary>
    /// <param name="own">The place in the part's own space.</param>
    /// <param name="normal">The shape's normal.</param>
    public SurfacePoint At(Vec3 own, Vec3 normal)
    {
        var (colour, metal, roughness) = (Material.Colour, Material.Metal, Finish.Roughness);
        if (Finish.Streaks > 0)
        {
            var line = Noise.At(new(own.X * 3, own.Y * 3, own.Z * 60), Seed) - 0.5f;
            colour *= 1 + 0.35f * Finish.Streaks * line;
            normal = (normal + Vec3.Up * (0.35f * Finish.Streaks * line)).Unit;
        }
        if (Finish.Bumps > 0)
            normal = (normal + new Vec3(Noise.At(own * 14, Seed + 11) - 0.5f, Noise.At(own * 14, Seed + 12) - 0.5f, Noise.At(own * 14, Seed + 13) - 0.5f) * Finish.Bumps).Unit;
        if (Finish.Dirt > 0)
        {
            var grime = Finish.Dirt * Numeric.SmoothStep(0.42f, 0.62f, Noise.Octaves(own * 3.1f, Seed + 21));
            (colour, metal, roughness) = (Vec3.Mix(colour, Grime, grime), metal * (1 - 0.8f * grime), Numeric.Mix(roughness, 0.6f, grime));
        }
        if (Finish.Rust > 0)
        {
            var rust = Numeric.SmoothStep(0.95f - Finish.Rust, 1.02f - Finish.Rust, Noise.Octaves(own * 2.7f, Seed + 31, 4));
            var brown = Vec3.Mix(DarkRust, BrightRust, Noise.Octaves(own * 9, Seed + 41, 2));
            (colour, metal, roughness) = (Vec3.Mix(colour, brown, rust), metal * (1 - rust), Numeric.Mix(roughness, 0.95f, rust));
        }
        return new(normal, colour, metal, roughness);
    }

    /// <summary>Openings and recesses.</summary>
    public static SurfacePoint Dark(Vec3 normal) => new(normal, Vec3.Grey(0.012f), 0, 0.9f);

    public static Vec3 Rust(float x, float y, uint seed) => Vec3.Mix(DarkRust, BrightRust, Noise.Octaves(x * 9, y * 9, seed, 3));
}
