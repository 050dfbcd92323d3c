using KronClip.Compute;
using static KronClip.Workshop.Solids;

namespace KronClip.Workshop;

/// <summary>Flat rings.</summary>
static class Washers
{
    public static Mesh Plain(SeededRandom random) => Plate(_ => 1, Around(48), random.Between(0.4f, 0.58f), 0, random.Between(0.09f, 0.16f), 0.02f);

    public static Mesh Spring(SeededRandom random)
    {
        var (rise, width) = (random.Between(0.16f, 0.3f), random.Between(0.26f, 0.34f));
        var path = Arc(0.8f, 4, 352, 40).Select((p, i) => p + Vec3.Up * (rise * i / 39));
        return Sweep([.. path], Bar(width, random.Between(0.18f, 0.26f)), false);
    }

    public static Mesh Star(SeededRandom random)
    {
        var teeth = random.NextInt(5) + 10;
        var (inner, outer, hole, twist) = (random.Between(0.66f, 0.72f), 1f, random.Between(0.46f, 0.54f), random.Between(0.03f, 0.1f));
        float Tooth(float angle)
        {
            var t = angle * teeth / (2 * Numeric.Pi);
            var within = t - MathF.Floor(t);
            return within is > 0.22f and < 0.78f ? outer : inner;
        }
        float Height(float angle, float z)
        {
            var t = angle * teeth / (2 * Numeric.Pi);
            var within = t - MathF.Floor(t);
            return z + (Tooth(angle) > 0.9f ? (within - 0.5f) * 4 * twist : 0);
        }
        var angles = Around(teeth * 12);
        float[] radii = [1, 1, 0, 0];
        float[] heights = [0, 0.08f, 0.08f, 0];
        return new Mesh().Grid(4, angles.Length, true, true, (i, j) =>
        {
            var r = radii[i] > 0 ? Tooth(angles[j]) : hole;
            var z = radii[i] > 0 ? Height(angles[j], heights[i]) : heights[i];
            return new(r * Numeric.Cos(angles[j]), r * Numeric.Sin(angles[j]), z);
        });
    }

    public static Mesh ORing(SeededRandom random) => Sweep([.. Arc(0.85f, 0, 352.5f, 48)], Wire(random.Between(0.09f, 0.15f)), true);

    public static Mesh Retaining(SeededRandom random)
    {
        var (gap, width) = (random.Between(16f, 28f), random.Between(0.13f, 0.2f));
        var mesh = Sweep([.. Arc(0.85f, gap, 360 - gap, 40)], Bar(width, 0.08f), false, t => 0.8f + 0.5f * Numeric.Sin(t * Numeric.Pi));
        foreach (var angle in new[] { gap, 360 - gap })
        {
            var place = Arc(0.85f, angle, angle, 2).First();
            mesh.Add(Plate(_ => 0.17f, Around(20), 0.07f, -0.04f, 0.04f, 0.01f), Rotation.None, place);
        }
        return mesh;
    }
}
