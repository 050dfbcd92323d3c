using KronClip.Compute;
using static KronClip.Workshop.Solids;

namespace KronClip.Workshop;

/// <summary>Bolts, screws and rivets: a head above z = 0, a shank below.</summary>
static class Bolts
{
    public static Mesh Hex(SeededRandom random)
    {
        var (flat, height) = (random.Between(0.44f, 0.54f), random.Between(0.28f, 0.4f));
        var hex = Polygon(6, flat);
        var rounded = flat * 1.07f;
        List<Ring> head =
        [
            Ring.Round(0, 0), new(hex, 0), new(hex, height * 0.75f), new(a => MathF.Min(hex(a), rounded), height), Ring.Round(flat * 0.85f, height), Ring.Round(0, height),
        ];
        var mesh = Turned(head, Around(48));
        if (random.Chance(0.4))
            mesh.Add(Lathe(false, (0, -0.04f), (0.62f, -0.04f), (0.62f, 0.01f), (0, 0.01f)));
        return mesh.Add(Shank(random, 0.26f, random.Between(1.1f, 2.0f), random.Between(0, 0.5f)));
    }

    public static Mesh Carriage(SeededRandom random)
    {
        var head = random.Between(0.5f, 0.62f);
        return Lathe(false, [(0, 0), (head, 0), .. Dome(head, 0, random.Between(0.26f, 0.36f))])
            .Add(Plate(Rectangle(0.27f, 0.27f), Around(40, Numeric.Pi / 4), 0, -random.Between(0.2f, 0.32f), 0.01f))
            .Add(Shank(random, 0.25f, random.Between(1.2f, 2.0f), random.Between(0.3f, 0.6f)));
    }

    public static Mesh Socket(SeededRandom random)
    {
        var (radius, height, recess) = (random.Between(0.4f, 0.48f), random.Between(0.42f, 0.55f), random.Between(0.19f, 0.25f));
        float Knurled(float angle) => radius + 0.012f * Numeric.Cos(36 * angle);
        List<Ring> head =
        [
            Ring.Round(0, 0), new(Knurled, 0), new(Knurled, height - 0.05f), Ring.Round(radius - 0.05f, height),
            new(Polygon(6, recess), height), new(Polygon(6, recess), height * 0.4f), Ring.Round(0, height * 0.4f),
        ];
        return Turned(head, Around(144)).Add(Shank(random, 0.26f, random.Between(0.9f, 1.7f), random.Between(0, 0.3f)));
    }

    public static Mesh WoodScrew(SeededRandom random)
    {
        var (head, length) = (random.Between(0.4f, 0.5f), random.Between(1.4f, 2.2f));
        var mesh = Lathe(false, (0, 0), (head, 0), (head - 0.02f, -0.05f), (0.18f, -0.32f), (0.18f, -0.4f))
            .Add(Lathe(false, (0.18f, -0.38f), (0.17f, -0.38f - length * 0.2f)))
            .Add(Thread(0.23f, -0.38f - length, -0.38f - length * 0.15f, random.Between(0.13f, 0.17f), along => MathF.Min(1, 0.05f + along * 3)))
            .Add(Block(head * 0.62f, 0.05f, 0.004f, 1), Rotation.None, new(0, 0, 0.003f));
        return random.Chance(0.7) ? mesh.Add(Block(0.05f, head * 0.62f, 0.004f, 1), Rotation.None, new(0, 0, 0.003f)) : mesh;
    }

    public static Mesh Eye(SeededRandom random)
    {
        var (ring, wire) = (random.Between(0.38f, 0.5f), random.Between(0.11f, 0.15f));
        return Sweep([.. Arc(ring, 0, 345, 24)], Wire(wire), true).Turned90().Lifted(ring + 0.05f)
            .Add(Lathe(false, (0, 0.05f), (0.3f, 0.05f), (0.3f, -0.05f), (0.2f, -0.08f)))
            .Add(Shank(random, 0.2f, random.Between(1.0f, 1.8f), random.Between(0, 0.5f)));
    }

    public static Mesh U(SeededRandom random)
    {
        var (half, leg, wire) = (random.Between(0.5f, 0.75f), random.Between(0.8f, 1.4f), random.Between(0.1f, 0.14f));
        var mesh = Sweep([new(half, -leg * 0.4f, 0), .. Arc(half, 0, 180, 20), new(-half, -leg * 0.4f, 0)], Wire(wire), false);
        var threaded = Thread(wire * 1.05f, -leg, -leg * 0.4f, 0.09f);
        return mesh.Add(threaded, Rotation.AboutX(-90), new(half, 0, 0)).Add(threaded, Rotation.AboutX(-90), new(-half, 0, 0));
    }

    public static Mesh Rivet(SeededRandom random)
    {
        var (head, shank, length) = (random.Between(0.5f, 0.6f), random.Between(0.25f, 0.32f), random.Between(0.6f, 1.2f));
        return Lathe(false, [(0, 0), (head, 0), .. Dome(head, 0, random.Between(0.35f, 0.45f))])
            .Add(Lathe(false, (shank, 0), (shank, -length + 0.06f), (shank - 0.06f, -length), (0, -length)));
    }

    /// <summary>A shank, plain first and threaded to its end.</summary>
    static Mesh Shank(SeededRandom random, float radius, float length, float plain)
    {
        var smooth = plain * length;
        var mesh = Thread(radius, -length, -smooth, random.Between(0.085f, 0.12f)).Add(Lathe(false, (radius * 0.85f, -length), (radius * 0.6f, -length - 0.06f), (0, -length - 0.06f)));
        return smooth < 0.05f ? mesh : mesh.Add(Lathe(false, (radius, 0), (radius, -smooth)));
    }

    /// <summary>The upper half of a flattened ball.</summary>
    internal static IEnumerable<(float Radius, float Height)> Dome(float radius, float bottom, float height) =>
        Enumerable.Range(0, 9).Select(i => Numeric.Radians(90f * i / 8)).Select(a => (radius * Numeric.Cos(a), bottom + height * Numeric.Sin(a)));

    static Mesh Turned90(this Mesh mesh) => new Mesh().Add(mesh, Rotation.AboutX(90), Vec3.Zero);

    static Mesh Lifted(this Mesh mesh, float by) => new Mesh().Add(mesh, Rotation.None, Vec3.Up * by);
}
