using KronClip.Compute;
using static KronClip.Workshop.Solids;

namespace KronClip.Workshop;

/// <summary>What turns: gears, pulleys, bearings, wheels and their like, with the axis along z.</summary>
static class Wheels
{
    public static Mesh Gear(SeededRandom random)
    {
        var teeth = random.NextInt(15) + 14;
        var (depth, hole, width) = (random.Between(0.13f, 0.19f), random.Between(0.16f, 0.3f), random.Between(0.2f, 0.4f));
        var mesh = Plate(Toothed(teeth, 1, 1 - depth, 0.28f, 0.18f), Around(teeth * 10), hole, 0, width, 0.015f);
        return random.Chance(0.6)
            ? mesh.Add(Lathe(true, (hole + 0.2f, 0), (hole + 0.2f, width + random.Between(0.1f, 0.25f)), (hole, width + 0.1f), (hole, 0)))
            : mesh.Add(Holes(random.NextInt(3) + 4, (hole + 1 - depth) / 2, 0.11f, width));
    }

    public static Mesh BevelGear(SeededRandom random)
    {
        var teeth = random.NextInt(10) + 14;
        var (outline, hole, height) = (Toothed(teeth, 1, 0.85f, 0.28f, 0.18f), random.Between(0.18f, 0.26f), random.Between(0.4f, 0.55f));
        List<Ring> rings = [Ring.Round(0.8f, -0.1f), new(outline, 0), new(a => 0.55f * outline(a), height), Ring.Round(hole, height), Ring.Round(hole, -0.1f)];
        return Turned(rings, Around(teeth * 10), true);
    }

    public static Mesh Sprocket(SeededRandom random)
    {
        var teeth = random.NextInt(8) + 11;
        var (hole, width) = (random.Between(0.14f, 0.22f), random.Between(0.09f, 0.14f));
        return Plate(Toothed(teeth, 1, 0.8f, 0.42f, 0.06f), Around(teeth * 12), hole, 0, width, 0.01f)
            .Add(Lathe(true, (hole + 0.15f, 0), (hole + 0.15f, width + 0.2f), (hole, width + 0.2f), (hole, 0)))
            .Add(Holes(random.NextInt(2) + 5, random.Between(0.5f, 0.58f), random.Between(0.1f, 0.14f), width));
    }

    public static Mesh Pulley(SeededRandom random)
    {
        var (width, hole, groove) = (random.Between(0.4f, 0.6f), random.Between(0.14f, 0.24f), random.Between(0.62f, 0.74f));
        var mesh = Lathe(true, (1, 0), (1, 0.08f), (groove, width / 2 - 0.05f), (groove, width / 2 + 0.05f), (1, width - 0.08f), (1, width),
            (0.8f, width), (0.74f, width - 0.12f), (hole + 0.2f, width - 0.12f), (hole + 0.18f, width + 0.06f), (hole, width + 0.06f), (hole, 0));
        return random.Chance(0.5) ? mesh.Add(Holes(4, 0.52f, 0.1f, width - 0.12f)) : mesh;
    }

    public static Mesh BallBearing(SeededRandom random)
    {
        var (width, hole, balls) = (random.Between(0.3f, 0.45f), random.Between(0.36f, 0.46f), random.NextInt(4) + 8);
        var (inner, outer) = (hole + 0.15f, 0.83f);
        var mesh = Lathe(true, (1, 0.02f), (1, width - 0.02f), (0.98f, width), (outer, width), (outer, 0), (0.98f, 0))
            .Add(Lathe(true, (inner, 0), (inner, width), (hole + 0.02f, width), (hole, width - 0.02f), (hole, 0)))
            .Add(Turned([Ring.Round(inner, width * 0.4f), Ring.Round(outer, width * 0.4f)], Around(36), slot: 1));
        var (middle, size) = ((inner + outer) / 2, (outer - inner) / 2);
        for (var i = 0; i < balls; i++)
        {
            var place = Arc(middle, 360f * i / balls, 360f * i / balls, 2).First();
            mesh.Add(Ball(size), Rotation.None, place + Vec3.Up * (width - size * 0.75f));
        }
        return mesh;
    }

    public static Mesh Bushing(SeededRandom random)
    {
        var (hole, wall, height) = (random.Between(0.34f, 0.44f), random.Between(0.56f, 0.64f), random.Between(0.8f, 1.3f));
        return Lathe(true, (0.95f, 0), (0.95f, 0.16f), (wall, 0.16f), (wall, height), (hole, height), (hole, 0));
    }

    public static Mesh ShaftCollar(SeededRandom random)
    {
        var (hole, width) = (random.Between(0.48f, 0.6f), random.Between(0.4f, 0.55f));
        var mesh = Plate(_ => 1, Around(48), hole, 0, width, 0.04f);
        return mesh.Add(Disc(0.13f), Rotation.AboutY(90), new(1.002f, 0, width / 2)).Add(Block(0.22f, 0.03f, width / 2 + 0.003f, 1), Rotation.None, new(-0.77f, 0, width / 2));
    }

    public static Mesh Handwheel(SeededRandom random)
    {
        var spokes = random.NextInt(3) + 3;
        var mesh = Sweep([.. Arc(0.9f, 0, 352.5f, 48)], Wire(0.1f), true).Add(Lathe(true, (0.24f, -0.15f), (0.24f, 0.15f), (0.1f, 0.15f), (0.1f, -0.15f)));
        for (var i = 0; i < spokes; i++)
            mesh.Add(Block(0.36f, 0.06f, 0.04f), Rotation.AboutZ(360f * i / spokes), Arc(0.52f, 360f * i / spokes, 360f * i / spokes, 2).First());
        return random.Chance(0.6) ? mesh.Add(Lathe(false, (0, 0.05f), (0.07f, 0.05f), (0.11f, 0.5f), (0.06f, 0.58f), (0, 0.58f)), Rotation.None, new(0.9f, 0, 0)) : mesh;
    }

    public static Mesh Propeller(SeededRandom random)
    {
        var blades = random.NextInt(3) + 3;
        var mesh = Lathe(false, [(0, -0.15f), (0.2f, -0.15f), .. Bolts.Dome(0.2f, 0.05f, 0.15f)]);
        var section = Wire(1, 14).Select(p => (p.Across * 0.26f, p.Up * 0.03f)).ToArray();
        var blade = Sweep([.. Enumerable.Range(0, 8).Select(i => new Vec3(0.15f + 0.85f * i / 7, 0, 0))], section, false, t => 0.45f + 1.1f * Numeric.Sin(0.3f + t * 2.3f) * 0.6f);
        var pitch = Rotation.AboutX(random.Between(22, 38));
        for (var i = 0; i < blades; i++)
            mesh.Add(blade, Rotation.AboutZ(360f * i / blades) * pitch, Vec3.Zero);
        return mesh;
    }

    public static Mesh Knob(SeededRandom random)
    {
        var lobes = random.NextInt(4) + 5;
        var (depth, height) = (random.Between(0.08f, 0.14f), random.Between(0.5f, 0.8f));
        float Lobed(float angle) => 0.9f + depth * Numeric.Cos(lobes * angle);
        List<Ring> rings = [Ring.Round(0, 0), Ring.Round(0.4f, 0), Ring.Round(0.4f, 0.25f), new(Lobed, 0.3f), new(Lobed, height), new(a => Lobed(a) * 0.85f, height + 0.1f), Ring.Round(0, height + 0.13f)];
        return Turned(rings, Around(90));
    }

    /// <summary>Radius of a wheel with trapezoidal teeth; a flank takes the given share of a tooth, its top another.</summary>
    static Func<float, float> Toothed(int teeth, float outer, float inner, float flank, float top) => angle =>
    {
        var t = angle * teeth / (2 * Numeric.Pi);
        var fromTop = MathF.Abs(t - MathF.Floor(t) - 0.5f);
        return Numeric.Mix(outer, inner, Numeric.Saturate((fromTop - top / 2) / flank * 1.4f));
    };

    static Mesh Ball(float radius) => Turned(
        [.. Enumerable.Range(0, 9).Select(i => Numeric.Radians(-90 + 180f * i / 8)).Select(a => Ring.Round(radius * Numeric.Cos(a), radius * Numeric.Sin(a)))], Around(14));

    /// <summary>Round openings, as dark discs on both faces.</summary>
    static Mesh Holes(int count, float radius, float size, float width)
    {
        var mesh = new Mesh();
        for (var i = 0; i < count; i++)
        {
            var place = Arc(radius, 360f * i / count, 360f * i / count, 2).First();
            mesh.Add(Disc(size), Rotation.None, place + Vec3.Up * (width + 0.003f)).Add(Disc(size), Rotation.None, place - Vec3.Up * 0.003f);
        }
        return mesh;
    }

    internal static Mesh Disc(float size) => Turned([Ring.Round(0, 0), Ring.Round(size, 0)], Around(18), slot: 1);
}
