using KronClip.Compute;
using static KronClip.Workshop.Solids;

namespace KronClip.Workshop;

/// <summary>Nuts: upright, with the hole along the z axis.</summary>
static class Nuts
{
    public static Mesh Hex(SeededRandom random) => Body(random.Between(0.8f, 0.88f), random.Between(0.4f, 0.5f), random.Between(0.55f, 0.8f));

    public static Mesh Square(SeededRandom random)
    {
        var side = random.Between(0.68f, 0.78f);
        return Plate(Polygon(4, side), Around(64), random.Between(0.34f, 0.44f), 0, random.Between(0.35f, 0.6f), 0.04f);
    }

    public static Mesh Flange(SeededRandom random)
    {
        var (flange, hole) = (random.Between(0.95f, 1.1f), random.Between(0.36f, 0.42f));
        return Body(0.7f, hole, random.Between(0.6f, 0.75f)).Add(Lathe(true, (flange, 0), (flange, 0.08f), (0.75f, 0.2f), (hole, 0.2f), (hole, 0)));
    }

    public static Mesh Cap(SeededRandom random)
    {
        var (flat, height) = (random.Between(0.68f, 0.78f), random.Between(0.45f, 0.6f));
        var dome = flat * random.Between(0.82f, 0.92f);
        return Body(flat, 0.4f, height).Add(Lathe(false, [(dome, height - 0.02f), (dome, height + 0.1f), .. Bolts.Dome(dome, height + 0.1f, dome * random.Between(0.85f, 1.05f))]));
    }

    public static Mesh Castle(SeededRandom random)
    {
        var (flat, hole, height, crown) = (random.Between(0.76f, 0.86f), random.Between(0.4f, 0.46f), random.Between(0.5f, 0.65f), random.Between(0.26f, 0.36f));
        var mesh = Body(flat, hole, height);
        var middle = (hole + flat * 0.93f) / 2;
        var section = Bar(flat * 0.93f - hole, crown);
        for (var i = 0; i < 6; i++)
            mesh.Add(Sweep([.. Arc(middle, 60 * i + 8, 60 * i + 52, 7)], section, false), Rotation.None, new(0, 0, height + crown / 2 - 0.02f));
        return mesh;
    }

    public static Mesh Wing(SeededRandom random)
    {
        var hole = random.Between(0.2f, 0.26f);
        var mesh = Lathe(true, (0.5f, 0), (0.5f, 0.08f), (0.36f, 0.55f), (hole, 0.55f), (hole, 0));
        var (reach, rise, width) = (random.Between(0.95f, 1.2f), random.Between(0.75f, 1.0f), random.Between(0.34f, 0.46f));
        var section = Wire(1, 16).Select(p => (p.Across * 0.09f, p.Up * width / 2)).ToArray();
        foreach (var side in new[] { 1, -1 })
            mesh.Add(Sweep([.. Enumerable.Range(0, 9).Select(i => i / 8f).Select(t => new Vec3(side * Numeric.Mix(0.28f, reach, t), 0, Numeric.Mix(0.26f, rise, t * (0.6f + 0.4f * t))))],
                section, false, t => 0.75f + 0.45f * t - 1.1f * MathF.Max(0, t - 0.75f)));
        return mesh;
    }

    /// <summary>A hexagonal nut with its corners turned off above and below.</summary>
    static Mesh Body(float flat, float hole, float height)
    {
        var hex = Polygon(6, flat);
        float Off(float angle) => MathF.Min(hex(angle), flat * 1.03f);
        List<Ring> rings =
        [
            new(Off, 0), new(hex, height * 0.13f), new(hex, height * 0.87f), new(Off, height), Ring.Round(hole + 0.05f, height), Ring.Round(hole, height - 0.05f), Ring.Round(hole, 0),
        ];
        return Turned(rings, Around(48), true);
    }
}
