using System.Buffers;

namespace KronClip.Workshop;

/// <summary>What each place of the picture sees of a mesh: the nearest surface, its normal and its own coordinates. Its arrays are lent and go back with it.</summary>
sealed class GeometryBuffer : IDisposable
{
    readonly float[] inverseDepth;
    readonly (int Corner, float U, float V)[] nearest;
    readonly Vertex[] vertex;

    /// <summary>Draws a mesh: each quad as two triangles, nearer ones over farther ones; what is seen in the end is worked out once.</summary>
    public GeometryBuffer(Mesh mesh, View view, int size)
    {
        Size = size;
        inverseDepth = ArrayPool<float>.Shared.Rent(size * size);
        nearest = ArrayPool<(int, float, float)>.Shared.Rent(size * size);
        vertex = ArrayPool<Vertex>.Shared.Rent(size * size);
        inverseDepth.AsSpan(0, size * size).Clear();
        var corners = mesh.Corners;
        Draw(corners, view);
        for (var index = 0; index < size * size; index++)
            if (Hit(index))
                vertex[index] = Between(corners, nearest[index]);
    }

    public int Size { get; }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(inverseDepth);
        ArrayPool<(int, float, float)>.Shared.Return(nearest);
        ArrayPool<Vertex>.Shared.Return(vertex);
    }

    /// <summary>Whether a part is seen there.</summary>
    public bool Hit(int index) => inverseDepth[index] > 0;

    public ref readonly Vertex this[int index] => ref vertex[index];

    /// <summary>Distance along the line of sight; infinite where no part is seen.</summary>
    public float Depth(int index) => inverseDepth[index] > 0 ? 1 / inverseDepth[index] : float.PositiveInfinity;

    void Draw(ReadOnlySpan<Vertex> corners, View view)
    {
        Span<(float X, float Y, float W)> seen = stackalloc (float, float, float)[4];
        for (var q = 0; q < corners.Length; q += 4)
        {
            var behind = false;
            for (var k = 0; k < 4; k++)
                if (view.Project(corners[q + k].Place) is var (x, y, depth))
                    seen[k] = ((x + 1) * Size / 2, (1 - y) * Size / 2, 1 / depth);
                else
                    behind = true;
            if (behind)
                continue;
            Triangle(q + 1, seen[0], seen[1], seen[2]);
            Triangle(q + 2, seen[0], seen[2], seen[3]);
        }
    }

    /// <summary>The point of the triangle of a quad's first corner, <c>Corner</c> and the one after it.</summary>
    static Vertex Between(ReadOnlySpan<Vertex> corners, (int Corner, float U, float V) at)
    {
        ref readonly var a = ref corners[at.Corner & ~3];
        ref readonly var b = ref corners[at.Corner];
        ref readonly var c = ref corners[at.Corner + 1];
        var (u, v) = (at.U, at.V);
        var w = 1 - u - v;
        return new(a.Place * u + b.Place * v + c.Place * w, (a.Normal * u + b.Normal * v + c.Normal * w).Unit, a.Own * u + b.Own * v + c.Own * w, a.Slot);
    }

    void Triangle(int corner, (float X, float Y, float W) p, (float X, float Y, float W) q, (float X, float Y, float W) r)
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
                nearest[index] = (corner, u, v);
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
