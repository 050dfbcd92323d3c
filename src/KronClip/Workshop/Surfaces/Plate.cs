using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>
/// A plate seen from near, as maps over [-1.6, 1.6]²: how high it is, how much of it is covered by something (rust, a stain, an open crack), and how dark.
/// Defects draw into the maps.
/// </summary>
sealed class Plate
{
    public const int Cells = 320;
    public const float Half = 1.6f;

    readonly float[] height = new float[Cells * Cells], cover = new float[Cells * Cells], tone = new float[Cells * Cells];

    /// <summary>Linear colour of what covers the plate.</summary>
    public Func<float, float, Vec3> CoverColour { get; set; } = (_, _) => Vec3.Grey(0.01f);

    /// <summary>How rough the cover is.</summary>
    public float CoverRoughness { get; set; } = 0.9f;

    /// <summary>Visits every cell within a reach of a place.</summary>
    public static void Near(float x, float y, float reach, Action<float, float, int> visit)
    {
        var (x0, x1) = (Bound(x - reach), Bound(x + reach));
        var (y0, y1) = (Bound(y - reach), Bound(y + reach));
        for (var j = y0; j <= y1; j++)
            for (var i = x0; i <= x1; i++)
                visit(Place(i), Place(j), j * Cells + i);
    }

    public void Raise(int cell, float by) => height[cell] += by;

    public void Sink(int cell, float to) => height[cell] = MathF.Min(height[cell], to);

    public void Cover(int cell, float share) => cover[cell] = MathF.Max(cover[cell], Numeric.Saturate(share));

    public void Darken(int cell, float by) => tone[cell] = MathF.Max(tone[cell], by);

    /// <summary>The surface at a place, with its own finish.</summary>
    public SurfacePoint At(float x, float y, Look look)
    {
        var (u, v) = (Numeric.Clamp((x + Half) * (Cells / (2 * Half)) - 0.5f, 1, Cells - 3), Numeric.Clamp((y + Half) * (Cells / (2 * Half)) - 0.5f, 1, Cells - 3));
        var (i, j) = ((int)u, (int)v);
        var (fu, fv) = (u - i, v - j);
        float Read(float[] map, int di = 0, int dj = 0)
        {
            var k = (j + dj) * Cells + i + di;
            return Numeric.Mix(Numeric.Mix(map[k], map[k + 1], fu), Numeric.Mix(map[k + Cells], map[k + Cells + 1], fu), fv);
        }
        const float step = 2 * Half / Cells;
        var normal = new Vec3((Read(height, -1) - Read(height, 1)) / (2 * step), (Read(height, 0, -1) - Read(height, 0, 1)) / (2 * step), 1).Unit;
        var own = look.At(new(x * 0.7f, 0.5f, y * 0.7f), normal);
        var covered = Read(cover);
        var colour = Vec3.Mix(own.Colour * (1 - Read(tone)), CoverColour(x, y), covered);
        return new(own.Normal, colour, own.Metal * (1 - covered), Numeric.Mix(own.Roughness, CoverRoughness, covered));
    }

    /// <summary>A line of some depth and width along points; its sides rise a little, as a tool throws them up.</summary>
    public void Groove(IReadOnlyList<(float X, float Y)> points, float width, float depth, float bank, float open)
    {
        for (var k = 0; k + 1 < points.Count; k++)
        {
            var (a, b) = (points[k], points[k + 1]);
            var (dx, dy) = (b.X - a.X, b.Y - a.Y);
            var square = MathF.Max(dx * dx + dy * dy, 1e-9f);
            var reach = MathF.Sqrt(square) / 2 + 3 * width;
            Near((a.X + b.X) / 2, (a.Y + b.Y) / 2, reach, (x, y, cell) =>
            {
                var along = Numeric.Saturate(((x - a.X) * dx + (y - a.Y) * dy) / square);
                var (ox, oy) = (x - a.X - along * dx, y - a.Y - along * dy);
                var off = MathF.Sqrt(ox * ox + oy * oy) / width;
                if (off < 1)
                {
                    Sink(cell, -depth * (1 - off * off));
                    if (open > 0)
                        Cover(cell, open * Numeric.SmoothStep(1, 0.5f, off));
                }
                else if (off < 2 && bank > 0 && height[cell] >= 0)
                    height[cell] = MathF.Max(height[cell], bank * depth * (1 - (off - 1.5f) * (off - 1.5f) * 4));
            });
        }
    }

    static float Place(int cell) => (cell + 0.5f) * (2 * Half / Cells) - Half;

    static int Bound(float value) => (int)Numeric.Clamp((value + Half) * (Cells / (2 * Half)), 0, Cells - 1);
}
