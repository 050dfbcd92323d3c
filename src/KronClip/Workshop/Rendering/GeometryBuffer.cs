namespace KronClip.Workshop;

/// <summary>What each place of the picture sees of the parts: the nearest surface, its normal and its own coordinates.</summary>
sealed class GeometryBuffer(int size)
{
    readonly float[] inverseDepth = new float[size * size];
    readonly Vertex[] vertex = new Vertex[size * size];

    public int Size { get; } = size;

    /// <summary>Whether a part is seen there.</summary>
    public bool Hit(int index) => inverseDepth[index] > 0;

    public Vertex this[int index] => vertex[index];

    /// <summary>Distance along the line of sight; infinite where no part is seen.</summary>
    public float Depth(int index) => inverseDepth[index] > 0 ? 1 / inverseDepth[index] : float.PositiveInfinity;

    /// <summary>Draws a mesh: each quad as two triangles, nearer ones over farther ones.</summary>
    public void Draw(Mesh mesh, View view)
    {
        Span<(float X, float Y, float W)> seen = stackalloc (float, float, float)[4];
        for (var q = 0; q < mesh.Corners.Count; q += 4)
        {
            var behind = false;
            for (var k = 0; k < 4; k++)
                if (view.Project(mesh.Corners[q + k].Place) is var (x, y, depth))
                    seen[k] = ((x + 1) * Size / 2, (1 - y) * Size / 2, 1 / depth);
                else
                    behind = true;
            if (behind)
                continue;
            Triangle(mesh, q, q + 1, q + 2, seen[0], seen[1], seen[2]);
            Triangle(mesh, q, q + 2, q + 3, seen[0], seen[2], seen[3]);
        }
    }

    void Triangle(Mesh mesh, int a, int b, int c, (float X, float Y, float W) p, (float X, float Y, float W) q, (float X, float Y, float W) r)
    {
        var area = (q.X - p.X) * (r.Y - p.Y) - (r.X - p.X) * (q.Y - p.Y);
        if (MathF.Abs(area) < 1e-8f)
            return;
        var (x0, x1) = (First(MathF.Min(p.X, MathF.Min(q.X, r.X))), Last(MathF.Max(p.X, MathF.Max(q.X, r.X))));
        var (y0, y1) = (First(MathF.Min(p.Y, MathF.Min(q.Y, r.Y))), Last(MathF.Max(p.Y, MathF.Max(q.Y, r.Y))));
        for (var y = y0; y <= y1; y++)
            for (var x = x0; x <= x1; x++)
            {
                var (sx, sy) = (x + 0.5f, y + 0.5f);
                var u = ((q.X - sx) * (r.Y - sy) - (r.X - sx) * (q.Y - sy)) / area;
                var v = ((r.X - sx) * (p.Y - sy) - (p.X - sx) * (r.Y - sy)) / area;
                var w = 1 - u - v;
                if (u < -1e-5f || v < -1e-5f || w < -1e-5f)
                    continue;
                var near = u * p.W + v * q.W + w * r.W;
                var index = y * Size + x;
                if (near <= inverseDepth[index])
                    continue;
                inverseDepth[index] = near;
                var (ca, cb, cc) = (mesh.Corners[a], mesh.Corners[b], mesh.Corners[c]);
                vertex[index] = new(ca.Place * u + cb.Place * v + cc.Place * w, (ca.Normal * u + cb.Normal * v + cc.Normal * w).Unit, ca.Own * u + cb.Own * v + cc.Own * w, ca.Slot);
            }
    }

    int First(float value) => Math.Max(0, (int)MathF.Floor(Numeric.Clamp(value - 0.5f, -1, Size)));

    int Last(float value) => Math.Min(Size - 1, (int)MathF.Floor(Numeric.Clamp(value + 0.5f, -1, Size)));

    /// <summary>How open each place is to the sky: less where nearer surfaces stand round it.</summary>
    public float Open(int x, int y, float reach)
    {
        var index = y * Size + x;
        var depth = Depth(index);
        var covered = 0f;
        for (var k = 0; k < Around.Length; k++)
        {
            var (dx, dy, far) = Around[k];
            var (px, py) = (x + (int)(dx * Size * far), y + (int)(dy * Size * far));
            if (px < 0 || py < 0 || px >= Size || py >= Size)
                continue;
            var nearer = depth - Depth(py * Size + px);
            if (nearer > 0.015f && nearer < reach)
                covered += 1 - nearer / reach;
        }
        return 1 - 0.75f * covered / Around.Length;
    }

    static readonly (float X, float Y, float Far)[] Around =
    [
        (1, 0, 0.02f), (0.7f, 0.7f, 0.05f), (0, 1, 0.02f), (-0.7f, 0.7f, 0.05f), (-1, 0, 0.02f), (-0.7f, -0.7f, 0.05f), (0, -1, 0.02f), (0.7f, -0.7f, 0.05f),
    ];
}
