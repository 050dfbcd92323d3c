using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>What the camera makes of the light.</summary>
/// <param name="Exposure">Factor on the light.</param>
/// <param name="Blur">Radius of the blur, as a share of the picture's width.</param>
/// <param name="Motion">Length of a motion blur, as a share of the width.</param>
/// <param name="Noise">Standard deviation of the noise, of 1 for white.</param>
/// <param name="Vignette">How much darker the corners are.</param>
/// <param name="Tint">White balance.</param>
/// <param name="Grey">1 for a camera without colour.</param>
/// <param name="Contrast">1 as it is; less is flat.</param>
sealed record Sensor(float Exposure = 1, float Blur = 0, float Motion = 0, float Noise = 0, float Vignette = 0, Vec3? Tint = null, float Grey = 0, float Contrast = 1)
{
    /// <summary>Linear light, [side × side], to 8-bit RGB of half the side: gathered, blurred, exposed, with noise.</summary>
    /// <param name="light">The light on a grid twice as fine as the picture.</param>
    /// <param name="side">Its side, even.</param>
    /// <param name="random">For noise and the direction of the motion.</param>
    public byte[] Expose(Vec3[] light, int side, SeededRandom random)
    {
        var size = side / 2;
        var picture = new Vec3[size * size];
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var k = 2 * y * side + 2 * x;
                picture[y * size + x] = (Bounded(light[k]) + Bounded(light[k + 1]) + Bounded(light[k + side]) + Bounded(light[k + side + 1])) * 0.25f;
            }
        if (Motion > 0)
            picture = Along(picture, size, random.Between(0, Numeric.Pi), Motion * size);
        if (Blur > 0)
            picture = Blurred(picture, size, Blur * size);
        var rgb = new byte[size * size * 3];
        var tint = Tint ?? Vec3.Grey(1);
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var (dx, dy) = ((x + 0.5f) / size - 0.5f, (y + 0.5f) / size - 0.5f);
                var colour = picture[y * size + x] * tint * (Exposure * (1 - Vignette * 2 * (dx * dx + dy * dy)));
                colour = Vec3.Mix(colour, Vec3.Grey(colour.Luminance), Grey);
                var shared = Noise * random.Bell();
                var at = 3 * (y * size + x);
                rgb[at] = Level(colour.X, shared + 0.5f * Noise * Grain(random));
                rgb[at + 1] = Level(colour.Y, shared + 0.5f * Noise * Grain(random));
                rgb[at + 2] = Level(colour.Z, shared + 0.5f * Noise * Grain(random));
            }
        return rgb;
    }

    float Grain(SeededRandom random) => Grey >= 1 || Noise == 0 ? 0 : random.Bell();

    /// <summary>The square root stands for the display's gamma, with a soft shoulder above half of white.</summary>
    byte Level(float value, float noise)
    {
        var v = MathF.Sqrt(MathF.Max(value, 0));
        v = v < 0.6f ? v : 0.6f + (v - 0.6f) / (1 + (v - 0.6f) * 0.9f);
        v = 0.5f + (v - 0.5f) * Contrast + noise;
        return (byte)(Numeric.Saturate(v) * 255 + 0.5f);
    }

    static Vec3 Bounded(Vec3 c) => new(MathF.Min(c.X, 2.5f), MathF.Min(c.Y, 2.5f), MathF.Min(c.Z, 2.5f));

    static Vec3[] Along(Vec3[] picture, int size, float angle, float length)
    {
        var steps = Math.Max(2, (int)(length * 2));
        var (dx, dy) = (Numeric.Cos(angle) * length / steps, Numeric.Sin(angle) * length / steps);
        var made = new Vec3[picture.Length];
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var sum = Vec3.Zero;
                for (var s = 0; s <= steps; s++)
                    sum += At(picture, size, x + dx * (s - steps / 2f), y + dy * (s - steps / 2f));
                made[y * size + x] = sum * (1f / (steps + 1));
            }
        return made;
    }

    static Vec3 At(Vec3[] picture, int size, float x, float y)
    {
        var (cx, cy) = (Numeric.Clamp(x, 0, size - 1.001f), Numeric.Clamp(y, 0, size - 1.001f));
        var (i, j) = ((int)cx, (int)cy);
        var k = j * size + i;
        return Vec3.Mix(Vec3.Mix(picture[k], picture[k + 1], cx - i), Vec3.Mix(picture[k + size], picture[k + size + 1], cx - i), cy - j);
    }

    /// <summary>A blur of about Gaussian form: weights (1 - (d/r)²)², rows then columns.</summary>
    static Vec3[] Blurred(Vec3[] picture, int size, float radius)
    {
        var reach = (int)MathF.Ceiling(2 * radius);
        var weights = Enumerable.Range(-reach, 2 * reach + 1).Select(d => d / (2 * radius + 0.5f)).Select(t => t is > -1 and < 1 ? (1 - t * t) * (1 - t * t) : 0).ToArray();
        var total = weights.Sum();
        return Pass(Pass(picture, 1, size), size, 1);

        Vec3[] Pass(Vec3[] from, int step, int across)
        {
            var made = new Vec3[from.Length];
            for (var l = 0; l < size; l++)
                for (var i = 0; i < size; i++)
                {
                    var sum = Vec3.Zero;
                    for (var d = -reach; d <= reach; d++)
                        sum += from[l * across + Math.Clamp(i + d, 0, size - 1) * step] * weights[d + reach];
                    made[l * across + i * step] = sum * (1 / total);
                }
            return made;
        }
    }
}
