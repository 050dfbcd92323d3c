namespace KronClip.Workshop;

/// <summary>The shadow of the parts on the ground, seen along a direction and blurred as a light of some size blurs it.</summary>
sealed class ShadowMap
{
    const int Cells = 96;
    const float Half = 2.4f;

    readonly float[] covered = new float[Cells * Cells];

    /// <param name="mesh">What casts it.</param>
    /// <param name="towards">Direction towards the light.</param>
    /// <param name="blur">Radius of the blur, in parts' radii.</param>
    public ShadowMap(Mesh mesh, Vec3 towards, float blur)
    {
        var corners = mesh.Corners;
        for (var q = 0; q < corners.Length; q += 4)
        {
            var (a, b, c, d) = (Fall(corners[q].Place), Fall(corners[q + 1].Place), Fall(corners[q + 2].Place), Fall(corners[q + 3].Place));
            Fill(a, b, c);
            Fill(a, c, d);
        }
        var radius = Math.Max(1, (int)(blur * Cells / (2 * Half)));
        for (var pass = 0; pass < 2; pass++)
        {
            BoxBlur(1, Cells, radius);
            BoxBlur(Cells, 1, radius);
        }

        (float X, float Y) Fall(Vec3 p) => (Cell(p.X - towards.X / towards.Z * p.Z), Cell(p.Y - towards.Y / towards.Z * p.Z));
    }

    /// <summary>0 in the open, 1 where the light is hidden.</summary>
    public float At(float x, float y)
    {
        var (cx, cy) = (Cell(x) - 0.5f, Cell(y) - 0.5f);
        var (fx, fy) = (MathF.Floor(cx), MathF.Floor(cy));
        if (!(fx >= 0 && fy >= 0 && fx < Cells - 1 && fy < Cells - 1))
            return 0;
        var index = (int)fy * Cells + (int)fx;
        return Numeric.Mix(Numeric.Mix(covered[index], covered[index + 1], cx - fx), Numeric.Mix(covered[index + Cells], covered[index + Cells + 1], cx - fx), cy - fy);
    }

    static float Cell(float value) => (value + Half) * (Cells / (2 * Half));

    void Fill((float X, float Y) p, (float X, float Y) q, (float X, float Y) r)
    {
        var area = (q.X - p.X) * (r.Y - p.Y) - (r.X - p.X) * (q.Y - p.Y);
        if (MathF.Abs(area) < 1e-6f)
            return;
        var (x0, x1) = (Bound(MathF.Min(p.X, MathF.Min(q.X, r.X)) - 0.5f), Bound(MathF.Max(p.X, MathF.Max(q.X, r.X))));
        var (y0, y1) = (Bound(MathF.Min(p.Y, MathF.Min(q.Y, r.Y)) - 0.5f), Bound(MathF.Max(p.Y, MathF.Max(q.Y, r.Y))));
        for (var y = y0; y <= y1; y++)
            for (var x = x0; x <= x1; x++)
            {
                var (sx, sy) = (x + 0.5f, y + 0.5f);
                var u = ((q.X - sx) * (r.Y - sy) - (r.X - sx) * (q.Y - sy)) / area;
                var v = ((r.X - sx) * (p.Y - sy) - (p.X - sx) * (r.Y - sy)) / area;
                if (u >= 0 && v >= 0 && u + v <= 1)
                    covered[y * Cells + x] = 1;
            }
    }

    static int Bound(float value) => (int)Numeric.Clamp(MathF.Floor(value), 0, Cells - 1);

    void BoxBlur(int step, int across, int radius)
    {
        var line = new float[Cells];
        for (var l = 0; l < Cells; l++)
        {
            for (var i = 0; i < Cells; i++)
                line[i] = covered[l * across + i * step];
            var sum = 0f;
            for (var i = -radius; i <= radius; i++)
                sum += line[Math.Clamp(i, 0, Cells - 1)];
            for (var i = 0; i < Cells; i++)
            {
                covered[l * across + i * step] = sum / (2 * radius + 1);
                sum += line[Math.Min(i + radius + 1, Cells - 1)] - line[Math.Max(i - radius, 0)];
            }
        }
    }
}
