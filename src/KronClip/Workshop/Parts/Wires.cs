using KronClip.Compute;
using static KronClip.Workshop.Solids;

namespace KronClip.Workshop;

/// <summary>What is bent from wire, band or tube.</summary>
static class Wires
{
    public static Mesh CoilSpring(SeededRandom random)
    {
        var (turns, length, wire) = (random.Between(5, 9), random.Between(1.5f, 2.6f), random.Between(0.06f, 0.1f));
        return Sweep([.. Helix(0.5f, turns, length)], Wire(wire, 8), false);
    }

    public static Mesh TorsionSpring(SeededRandom random)
    {
        var (turns, wire, arm) = (random.NextInt(3) + 3, random.Between(0.06f, 0.09f), random.Between(0.9f, 1.4f));
        var opening = random.Between(0.25f, 0.75f);
        var helix = Helix(0.45f, turns + opening, (turns + opening) * wire * 2.3f).ToList();
        var (first, last) = (helix[0], helix[^1]);
        var (enter, leave) = ((helix[0] - helix[1]).Unit, (helix[^1] - helix[^2]).Unit);
        Vec3 Level(Vec3 v) => new Vec3(v.X, v.Y, 0).Unit;
        return Sweep([.. Enumerable.Range(1, 5).Reverse().Select(i => first + Level(enter) * (arm * i / 5)), .. helix, .. Enumerable.Range(1, 5).Select(i => last + Level(leave) * (arm * i / 5))],
            Wire(wire, 8), false);
    }

    public static Mesh CotterPin(SeededRandom random)
    {
        var (loop, leg, wire, spread) = (random.Between(0.2f, 0.28f), random.Between(1.3f, 2.0f), random.Between(0.055f, 0.075f), random.Between(0, 0.25f));
        Vec3 Leg(float t, int side) => new(loop * 0.9f + t * leg, side * (0.075f + spread * t * t), 0);
        return Sweep([.. Enumerable.Range(0, 8).Reverse().Select(i => Leg(i / 7f * 0.85f, 1)), .. Arc(loop, 40, 320, 18), .. Enumerable.Range(0, 8).Select(i => Leg(i / 7f, -1))], Wire(wire, 10), false);
    }

    public static Mesh HoseClamp(SeededRandom random)
    {
        var width = random.Between(0.26f, 0.4f);
        var mesh = Sweep([.. Arc(0.8f, 0, 352.5f, 48)], Bar(0.035f, width), true);
        var (long_, out_) = (random.Between(0.26f, 0.34f), 0.93f);
        mesh.Add(Block(0.1f, long_, width * 0.55f), Rotation.None, new(out_, 0, 0))
            .Add(Lathe(false, (0, 0), (0.13f, 0), (0.13f, 0.12f), (0, 0.12f)), Rotation.AboutX(-90), new(out_ + 0.02f, long_, 0))
            .Add(Thread(0.1f, 0, long_ * 1.1f, 0.07f), Rotation.AboutX(90), new(out_ + 0.02f, -long_ * 0.8f, 0));
        for (var i = 0; i < 10; i++)
            mesh.Add(Block(0.002f, 0.015f, width * 0.3f, 1), Rotation.AboutZ(25 + 9f * i), Arc(0.821f, 25 + 9f * i, 25 + 9f * i, 2).First());
        return mesh;
    }

    public static Mesh Chain(SeededRandom random)
    {
        var (links, wire) = (random.NextInt(2) + 3, random.Between(0.08f, 0.11f));
        List<Vec3> oval = [.. Arc(0.22f, -90, 90, 10, x: 0.2f), .. Arc(0.22f, 90, 270, 10, x: -0.2f)];
        var link = Sweep(oval, Wire(wire, 10), true);
        var mesh = new Mesh();
        for (var i = 0; i < links; i++)
            mesh.Add(link, Rotation.AboutX(i % 2 == 0 ? 20 : -60), new(i * 0.56f, 0, 0));
        return mesh;
    }

    public static Mesh Hook(SeededRandom random)
    {
        var (bow, wire, shank) = (random.Between(0.4f, 0.55f), random.Between(0.1f, 0.15f), random.Between(0.5f, 1.0f));
        var eye = random.Between(0.2f, 0.28f);
        return Sweep([.. Arc(bow, 30, -150, 18).Select(p => p - new Vec3(-bow * 0.85f, 0, 0)), new(0, bow * 0.3f, 0), new(0, shank, 0)], Wire(wire), false, t => t < 0.15f ? 0.4f + 4 * t : 1)
            .Add(Sweep([.. Arc(eye, 0, 345, 20)], Wire(wire * 0.8f), true), Rotation.None, new(0, shank + eye, 0));
    }

    public static Mesh PipeElbow(SeededRandom random)
    {
        var (tube, bow) = (random.Between(0.3f, 0.38f), random.Between(0.7f, 0.9f));
        var mesh = Sweep([.. Arc(bow, 0, 90, 14)], Wire(tube, 20), false);
        var flange = Lathe(true, (tube + 0.16f, -0.07f), (tube + 0.16f, 0.07f), (tube * 0.8f, 0.07f), (tube * 0.8f, -0.07f));
        mesh.Add(flange, Rotation.AboutX(90), new(bow, 0, 0)).Add(flange, Rotation.AboutY(90), new(0, bow, 0));
        var bore = Wheels.Disc(tube * 0.8f);
        return mesh.Add(bore, Rotation.AboutX(90), new(bow, -0.02f, 0)).Add(bore, Rotation.AboutY(90), new(-0.02f, bow, 0));
    }

    static IEnumerable<Vec3> Helix(float radius, float turns, float length)
    {
        var points = (int)(turns * 20);
        return Enumerable.Range(0, points + 1).Select(i => i / (float)points).Select(t =>
            new Vec3(radius * Numeric.Cos(t * turns * 2 * Numeric.Pi), radius * Numeric.Sin(t * turns * 2 * Numeric.Pi), t * length));
    }
}
