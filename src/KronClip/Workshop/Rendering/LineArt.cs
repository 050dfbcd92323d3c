using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>Drawings: lines where the surface ends, folds or changes; pencil adds shade.</summary>
static class LineArt
{
    static readonly (Vec3 Paper, Vec3 Ink)[] Papers =
    [
        (new(0.86f, 0.86f, 0.84f), Vec3.Grey(0.01f)),
        (new(0.02f, 0.08f, 0.28f), new(0.75f, 0.82f, 0.9f)),
        (new(0.80f, 0.74f, 0.60f), new(0.08f, 0.04f, 0.02f)),
    ];

    /// <summary>The drawing, as RGB of half the buffer's side.</summary>
    public static byte[] Draw(Drawing kind, GeometryBuffer buffer, View view, Lighting light, Sensor sensor, SeededRandom random)
    {
        var side = buffer.Size;
        var (paper, ink) = kind == Drawing.Pencil ? Papers[0] : random.Pick(Papers);
        var grain = (uint)random.NextInt(1 << 30);
        var drawn = new Vec3[side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var index = y * side + x;
                var line = Edge(buffer, x, y) ? 1f : 0f;
                if (kind == Drawing.Pencil)
                {
                    line *= 0.55f + 0.4f * Noise.At(x * 0.2f, y * 0.2f, grain);
                    if (line == 0 && buffer.Hit(index))
                        line = 0.5f * (1 - MathF.Max(0, MathF.Abs(Vec3.Dot(buffer[index].Normal, light.Direction)))) * (0.5f + 0.5f * Noise.At((x + y) * 0.7f, (x - y) * 0.1f, grain + 1));
                }
                drawn[index] = Vec3.Mix(paper, ink, line);
            }
        return sensor.Expose(drawn, side, random);
    }

    /// <summary>Whether the surface differs from that of the neighbours to the right or below: an outline, a step, a fold or another material.</summary>
    static bool Edge(GeometryBuffer buffer, int x, int y)
    {
        var side = buffer.Size;
        var index = y * side + x;
        return (x + 1 < side && Differs(buffer, index, index + 1)) || (y + 1 < side && Differs(buffer, index, index + side));
    }

    static bool Differs(GeometryBuffer buffer, int a, int b)
    {
        if (!buffer.Hit(a) && !buffer.Hit(b))
            return false;
        if (buffer.Hit(a) != buffer.Hit(b) || buffer[a].Slot != buffer[b].Slot)
            return true;
        return MathF.Abs(buffer.Depth(a) - buffer.Depth(b)) > 0.09f || Vec3.Dot(buffer[a].Normal, buffer[b].Normal) < 0.8f;
    }
}
