namespace KronClip.Workshop;

/// <summary>What a part lies on.</summary>
/// <param name="Name">As a caption says it.</param>
/// <param name="At">The surface at (x, y), for a seed.</param>
sealed record Ground(string Name, Func<float, float, uint, SurfacePoint> At)
{
    /// <summary>Grounds that photographs of pre-training show.</summary>
    public static IReadOnlyList<Ground> Common { get; } =
    [
        new("wooden bench", (x, y, s) =>
        {
            var grain = Noise.Octaves(x * 0.9f, y * 9, s);
            var ring = Noise.At(x * 0.5f + 3 * grain, y * 22, s + 7);
            return Flat(Vec3.Mix(new(0.20f, 0.10f, 0.045f), new(0.46f, 0.28f, 0.13f), 0.6f * grain + 0.4f * ring), 0, 0.65f);
        }),
        new("concrete floor", (x, y, s) => Flat(Vec3.Grey(Numeric.Mix(0.16f, 0.40f, 0.7f * Noise.Octaves(x * 2, y * 2, s) + 0.3f * Noise.At(x * 30, y * 30, s + 5))), 0, 0.9f)),
        new("cardboard", (x, y, s) => Flat(new Vec3(0.46f, 0.30f, 0.16f) * (0.85f + 0.12f * Noise.At(x * 1.5f, y * 26, s) + 0.1f * Noise.Octaves(x * 4, y * 4, s + 3)), 0, 0.85f)),
        new("white paper", (x, y, s) => Flat(new Vec3(0.80f, 0.79f, 0.76f) * (0.96f + 0.05f * Noise.Octaves(x * 3, y * 3, s)), 0, 0.9f)),
        new("cutting mat", (x, y, s) => Flat(Line(x * 2.5f, s) || Line(y * 2.5f, s) ? new Vec3(0.30f, 0.42f, 0.28f) : new Vec3(0.03f, 0.16f, 0.10f) * (0.9f + 0.2f * Noise.At(x * 20, y * 20, s)), 0, 0.8f)),
        new("rubber mat", (x, y, s) => Flat(Vec3.Grey(Dots(x * 5, y * 5) ? 0.075f : 0.03f) * (0.8f + 0.4f * Noise.At(x * 12, y * 12, s)), 0, 0.7f)),
        new("steel table", (x, y, s) =>
        {
            var line = Noise.At(x * 1.2f, y * 70, s) - 0.5f;
            return new(new Vec3(0, 0.12f * line, 1).Unit, Vec3.Grey(0.42f + 0.1f * line), 0.9f, 0.42f);
        }),
        new("grey cloth", (x, y, s) => Flat(new Vec3(0.24f, 0.25f, 0.28f) * (0.75f + 0.25f * Weave(x * 18, y * 18) + 0.2f * Noise.Octaves(x * 2, y * 2, s)), 0, 0.95f)),
    ];

    /// <summary>Grounds that only the sets show, never pre-training.</summary>
    public static IReadOnlyList<Ground> Factory { get; } =
    [
        new("conveyor belt", (x, y, s) => Flat(new Vec3(0.045f, 0.05f, 0.055f) * (0.7f + 0.6f * Numeric.SmoothStep(0.3f, 0.7f, Saw(x * 3.5f)) + 0.3f * Noise.Octaves(x * 5, y * 5, s)), 0, 0.6f)),
        new("blue tray", (x, y, s) => Flat(new Vec3(0.05f, 0.17f, 0.42f) * (0.85f + 0.25f * Noise.Octaves(x * 1.5f, y * 1.5f, s)), 0, 0.35f)),
        new("perforated plate", (x, y, s) => Dots(x * 4, y * 4) ? Flat(Vec3.Grey(0.02f), 0, 0.9f) : new(Vec3.Up, Vec3.Grey(0.36f + 0.06f * Noise.At(x * 30, y * 30, s)), 0.5f, 0.5f)),
        new("granite slab", (x, y, s) => Flat(Vec3.Mix(new(0.10f, 0.11f, 0.12f), new(0.36f, 0.35f, 0.34f), Numeric.SmoothStep(0.35f, 0.75f, 0.5f * Noise.At(x * 26, y * 26, s) + 0.5f * Noise.At(x * 11, y * 11, s + 3))), 0, 0.5f)),
    ];

    static SurfacePoint Flat(Vec3 colour, float metal, float roughness) => new(Vec3.Up, colour, metal, roughness);

    static float Saw(float value) => MathF.Abs(2 * (value - MathF.Floor(value)) - 1);

    static bool Line(float value, uint seed) => Saw(value + seed % 7 * 0.13f) > 0.94f;

    static bool Dots(float x, float y)
    {
        var (u, v) = (x - MathF.Floor(x) - 0.5f, y - MathF.Floor(y) - 0.5f);
        return u * u + v * v < 0.07f;
    }

    static float Weave(float x, float y) => Saw(x + 0.5f * MathF.Floor(y)) * 0.5f + Saw(y) * 0.5f;
}
