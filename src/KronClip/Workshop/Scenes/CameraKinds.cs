using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>The cameras: those of pre-training, and those that only the sets know.</summary>
static class CameraKinds
{
    /// <summary>A phone or a tripod at a bench, from aside, in daylight, under a lamp or with flash: four kinds of photograph, then black and white, then pencil drawings.</summary>
    public static IReadOnlyList<CameraKind> PreTraining { get; } =
    [
        new("daylight", (24, 62), (30, 50), (0.95f, 1.5f), (0, 0), Daylight, Phone),
        new("lamp", (24, 62), (30, 50), (0.95f, 1.5f), (0, 0), Lamp, Phone),
        new("flash", (30, 62), (30, 45), (0.95f, 1.4f), (0, 0), Flash, Phone),
        new("close-up", (28, 58), (24, 34), (0.72f, 0.95f), (0, 0), Daylight, Phone),
        new("black and white", (24, 62), (30, 50), (0.95f, 1.5f), (0, 0), Daylight, r => Phone(r) with { Grey = 1, Tint = null }),
        new("pencil", (24, 62), (30, 45), (1.0f, 1.4f), (0, 0), Daylight, r => new(Noise: r.Between(0.01f, 0.03f)), Drawing.Pencil),
    ];

    /// <summary>An inspection camera over a line: from almost straight above, wide lens, ring light, cold colours.</summary>
    public static CameraKind Inspection { get; } = new("inspection", (70, 88), (52, 66), (1.05f, 1.6f), (0.08f, 0.2f), Ring,
        r => new(r.Between(1.0f, 1.5f), r.Between(0.004f, 0.01f), 0, r.Between(0.01f, 0.03f), r.Between(0.3f, 0.7f), new(r.Between(0.82f, 0.92f), 1, r.Between(1.08f, 1.2f))));

    /// <summary>An infrared camera at night: no colour, its own lamp, dark corners, much noise.</summary>
    public static CameraKind Night { get; } = new("night", (66, 82), (56, 70), (1.05f, 1.6f), (0.1f, 0.22f), Infrared,
        r => new(r.Between(0.9f, 1.4f), r.Between(0.006f, 0.012f), 0, r.Between(0.035f, 0.065f), r.Between(0.7f, 1.2f), new(0.9f, 1.06f, 0.92f), 1, 0.9f));

    /// <summary>Technical line drawings.</summary>
    public static CameraKind LineDrawing { get; } = new("line drawing", (64, 80), (18, 22), (1.1f, 1.5f), (0, 0), Ring, _ => new(), Drawing.Lines);

    /// <summary>A camera that looks at plates under light from the side, so that unevenness shows.</summary>
    public static CameraKind Raking { get; } = new("raking", (72, 88), (52, 66), (0.85f, 1.1f), (0.05f, 0.15f), RakingLight,
        r => new(r.Between(0.9f, 1.4f), r.Between(0.003f, 0.008f), 0, r.Between(0.01f, 0.03f), r.Between(0.2f, 0.6f), new(r.Between(0.82f, 0.92f), 1, r.Between(1.08f, 1.2f))));

    public static IReadOnlyList<CameraKind> Downstream { get; } = [Inspection, Night, LineDrawing, Raking];

    static Sensor Phone(SeededRandom random) => new(
        random.Between(0.7f, 1.35f),
        random.Chance(0.25) ? random.Between(0.006f, 0.014f) : 0,
        random.Chance(0.1) ? random.Between(0.02f, 0.05f) : 0,
        random.Between(0, 0.025f),
        random.Between(0, 0.4f),
        new(random.Between(0.9f, 1.15f), 1, random.Between(0.82f, 1.1f)));

    static Vec3 Towards(float elevation, float azimuth)
    {
        var (e, a) = (Numeric.Radians(elevation), Numeric.Radians(azimuth));
        return new(Numeric.Cos(e) * Numeric.Cos(a), Numeric.Cos(e) * Numeric.Sin(a), Numeric.Sin(e));
    }

    static Lighting Daylight(SeededRandom random, float azimuth, float elevation) => new("daylight",
        Towards(random.Between(35, 70), random.Between(0, 360)), Vec3.Mix(new(0.8f, 0.78f, 0.72f), new(1.1f, 1.05f, 0.95f), random.Between(0, 1)), random.Between(0.1f, 0.4f),
        new Vec3(0.42f, 0.47f, 0.56f) * random.Between(0.7f, 1.2f), new(0.16f, 0.14f, 0.12f), random.Between(0.4f, 1.3f), Towards(random.Between(10, 40), random.Between(0, 360)));

    static Lighting Lamp(SeededRandom random, float azimuth, float elevation) => new("lamp",
        Towards(random.Between(40, 75), random.Between(0, 360)), new Vec3(1.25f, 1.0f, 0.68f) * random.Between(0.8f, 1.2f), random.Between(0.02f, 0.12f),
        new Vec3(0.22f, 0.19f, 0.16f), new(0.12f, 0.09f, 0.06f), random.Between(0, 0.5f), Towards(random.Between(10, 40), random.Between(0, 360)));

    static Lighting Flash(SeededRandom random, float azimuth, float elevation) => new("flash",
        Towards(elevation + random.Between(4, 12), azimuth + random.Between(-8, 8)), Vec3.Grey(random.Between(1.0f, 1.4f)), random.Between(0.02f, 0.06f),
        new Vec3(0.14f, 0.14f, 0.16f), new(0.08f, 0.08f, 0.08f), 0, Vec3.Up);

    static Lighting Ring(SeededRandom random, float azimuth, float elevation) => new("ring",
        Towards(elevation, azimuth), new Vec3(0.85f, 0.95f, 1.05f) * random.Between(0.75f, 1.1f), random.Between(0.12f, 0.2f),
        new Vec3(0.20f, 0.23f, 0.26f), new(0.08f, 0.09f, 0.10f), 0, Vec3.Up);

    static Lighting Infrared(SeededRandom random, float azimuth, float elevation) => new("infrared",
        Towards(elevation - random.Between(0, 6), azimuth), Vec3.Grey(random.Between(0.9f, 1.3f)), random.Between(0.04f, 0.1f),
        new Vec3(0.06f, 0.06f, 0.06f), Vec3.Grey(0.03f), 0, Vec3.Up);

    static Lighting RakingLight(SeededRandom random, float azimuth, float elevation) => new("raking",
        Towards(random.Between(14, 28), random.Between(0, 360)), new Vec3(1.2f, 1.25f, 1.35f) * random.Between(0.9f, 1.2f), random.Between(0.1f, 0.2f),
        new Vec3(0.16f, 0.19f, 0.22f), new(0.08f, 0.08f, 0.09f), 0, Vec3.Up);
}
