namespace KronClip.Workshop;

/// <summary>Value noise on a lattice: smooth, in [0, 1], and the same everywhere.</summary>
static class Noise
{
    /// <summary>A number in [0, 1) for a lattice point.</summary>
    public static float Hash(int x, int y, int z, uint seed)
    {
        unchecked
        {
            var h = seed ^ (uint)x * 0x8DA6B343u ^ (uint)y * 0xD8163841u ^ (uint)z * 0xCB1AB31Fu;
            h = (h ^ h >> 15) * 0x2C1B3C6Du;
            h = (h ^ h >> 12) * 0x297A2D39u;
            return ((h ^ h >> 15) >> 8) * (1f / (1 << 24));
        }
    }

    /// <summary>Noise of one scale at a point in space.</summary>
    public static float At(Vec3 p, uint seed)
    {
        var (fx, fy, fz) = (MathF.Floor(p.X), MathF.Floor(p.Y), MathF.Floor(p.Z));
        var (x, y, z) = ((int)fx, (int)fy, (int)fz);
        var (u, v, w) = (Ease(p.X - fx), Ease(p.Y - fy), Ease(p.Z - fz));
        float Line(int yy, int zz) => Numeric.Mix(Hash(x, yy, zz, seed), Hash(x + 1, yy, zz, seed), u);
        return Numeric.Mix(Numeric.Mix(Line(y, z), Line(y + 1, z), v), Numeric.Mix(Line(y, z + 1), Line(y + 1, z + 1), v), w);
    }

    /// <summary>Noise of one scale in the plane.</summary>
    public static float At(float px, float py, uint seed)
    {
        var (fx, fy) = (MathF.Floor(px), MathF.Floor(py));
        var (x, y) = ((int)fx, (int)fy);
        var (u, v) = (Ease(px - fx), Ease(py - fy));
        return Numeric.Mix(
            Numeric.Mix(Hash(x, y, 0, seed), Hash(x + 1, y, 0, seed), u),
            Numeric.Mix(Hash(x, y + 1, 0, seed), Hash(x + 1, y + 1, 0, seed), u), v);
    }

    /// <summary>Several octaves in the plane, each of half the size and weight.</summary>
    public static float Octaves(float x, float y, uint seed, int octaves = 4)
    {
        var (sum, weight, total) = (0f, 1f, 0f);
        for (var i = 0; i < octaves; i++)
        {
            sum += weight * At(x, y, seed + (uint)i);
            total += weight;
            (x, y, weight) = (x * 2.03f, y * 2.03f, weight * 0.5f);
        }
        return sum / total;
    }

    /// <summary>Several octaves in space.</summary>
    public static float Octaves(Vec3 p, uint seed, int octaves = 3)
    {
        var (sum, weight, total) = (0f, 1f, 0f);
        for (var i = 0; i < octaves; i++)
        {
            sum += weight * At(p, seed + (uint)i);
            total += weight;
            (p, weight) = (p * 2.03f, weight * 0.5f);
        }
        return sum / total;
    }

    static float Ease(float t) => t * t * (3 - 2 * t);
}
