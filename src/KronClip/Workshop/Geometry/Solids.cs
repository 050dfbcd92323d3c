namespace KronClip.Workshop;

/// <summary>A ring of a turned solid: a radius, which may depend on the angle, at a height.</summary>
readonly record struct Ring(Func<float, float> Radius, float Height)
{
    public static Ring Round(float radius, float height) => new(_ => radius, height);
}

/// <summary>The ways in which a workshop makes solids: turned on a lathe, cut from a plate, threaded, drawn along a path.</summary>
static class Solids
{
    /// <summary>Rings, one after another, each a closed curve round the z axis. A radius of 0 closes an end; <paramref name="closed"/> joins the last ring to the first (a ring with a hole). Corners must be among the angles, in radians.</summary>
    public static Mesh Turned(IReadOnlyList<Ring> rings, IReadOnlyList<float> angles, bool closed = false, byte slot = 0) => new Mesh().Grid(
        rings.Count, angles.Count, closed, true,
        (i, j) => new(rings[i].Radius(angles[j]) * Numeric.Cos(angles[j]), rings[i].Radius(angles[j]) * Numeric.Sin(angles[j]), rings[i].Height), slot);

    /// <summary>A round solid with the profile of (radius, height) points.</summary>
    public static Mesh Lathe(bool closed, params (float Radius, float Height)[] profile) =>
        Turned([.. profile.Select(p => Ring.Round(p.Radius, p.Height))], Around(36), closed);

    /// <summary>Evenly spaced angles.</summary>
    public static float[] Around(int count, float from = 0) => [.. Enumerable.Range(0, count).Select(i => from + i * 2 * Numeric.Pi / count)];

    /// <summary>A prism with a rounded-off outline of radius(angle) from <paramref name="bottom"/> to <paramref name="top"/> and a round hole, 0 for none; edges are broken by <paramref name="chamfer"/>.</summary>
    public static Mesh Plate(Func<float, float> radius, IReadOnlyList<float> angles, float hole, float bottom, float top, float chamfer = 0.03f, byte slot = 0)
    {
        List<Ring> rings =
        [
            new(a => radius(a) - chamfer, bottom), new(radius, bottom + chamfer), new(radius, top - chamfer), new(a => radius(a) - chamfer, top),
            Ring.Round(hole, top), Ring.Round(hole, bottom),
        ];
        return Turned(rings, angles, true, slot);
    }

    /// <summary>Radius of a regular polygon with the given distance from its middle to a side; a corner lies at angle 0.</summary>
    public static Func<float, float> Polygon(int sides, float apothem) => angle =>
    {
        var step = 2 * Numeric.Pi / sides;
        var turns = angle / step;
        var within = (turns - MathF.Floor(turns + 1e-4f)) * step - step / 2;
        return apothem / Numeric.Cos(within);
    };

    /// <summary>Radius of a rectangle, half as wide as given.</summary>
    public static Func<float, float> Rectangle(float halfX, float halfY) => angle =>
        MathF.Min(halfX / MathF.Max(MathF.Abs(Numeric.Cos(angle)), 1e-4f), halfY / MathF.Max(MathF.Abs(Numeric.Sin(angle)), 1e-4f));

    /// <summary>A block, half as long each way as given.</summary>
    public static Mesh Block(float x, float y, float z, byte slot = 0) => new Mesh()
        .Add(Face(x, y, z, slot)).Add(Face(x, y, -z, slot))
        .Add(Sides(x, y, z, slot));

    /// <summary>A rod with helical thread from <paramref name="bottom"/> to <paramref name="top"/>.</summary>
    public static Mesh Thread(float radius, float bottom, float top, float pitch, Func<float, float>? taper = null)
    {
        var turns = Math.Max(2, (int)((top - bottom) / pitch));
        const int perTurn = 3, around = 24;
        var rows = turns * perTurn + 1;
        return new Mesh().Grid(rows, around + 1, false, false, (i, j) =>
        {
            var z = bottom + (top - bottom - pitch) * i / (rows - 1) + pitch * j / around;
            var ridge = i % perTurn == 1 ? 1 : 0.84f;
            var r = radius * ridge * (taper?.Invoke((z - bottom) / (top - bottom)) ?? 1);
            var angle = j * 2 * Numeric.Pi / around;
            return new(r * Numeric.Cos(angle), r * Numeric.Sin(angle), z);
        });
    }

    /// <summary>A section drawn along a path, upright where it can be; a closed path joins its ends, an open one gets flat ends.</summary>
    public static Mesh Sweep(IReadOnlyList<Vec3> path, IReadOnlyList<(float Across, float Up)> section, bool closed, Func<float, float>? scale = null, byte slot = 0)
    {
        var n = path.Count;
        var (across, up) = (new Vec3[n], new Vec3[n]);
        var previous = Vec3.Up;
        for (var i = 0; i < n; i++)
        {
            var along = (path[closed ? (i + 1) % n : Math.Min(i + 1, n - 1)] - path[closed ? (i + n - 1) % n : Math.Max(i - 1, 0)]).Unit;
            var start = i == 0 && MathF.Abs(along.Z) > 0.9f ? new Vec3(1, 0, 0) : previous;
            across[i] = Vec3.Cross(along, start).Unit;
            up[i] = Vec3.Cross(across[i], along);
            previous = up[i];
        }
        float At(int i) => scale?.Invoke(i / (float)(n - 1)) ?? 1;
        Vec3 Point(int i, int j) => path[i] + across[i] * (section[j].Across * At(i)) + up[i] * (section[j].Up * At(i));
        var mesh = new Mesh().Grid(n, section.Count, closed, true, Point, slot);
        if (!closed)
            foreach (var end in new[] { 0, n - 1 })
                mesh.Grid(2, section.Count, false, true, (k, j) => k == 0 ? path[end] : Point(end, j), slot);
        return mesh;
    }

    /// <summary>A round section.</summary>
    public static (float Across, float Up)[] Wire(float radius, int corners = 12) =>
        [.. Around(corners).Select(a => (radius * Numeric.Cos(a), radius * Numeric.Sin(a)))];

    /// <summary>A rectangular section.</summary>
    public static (float Across, float Up)[] Bar(float width, float height) =>
        [(-width / 2, -height / 2), (width / 2, -height / 2), (width / 2, height / 2), (-width / 2, height / 2)];

    /// <summary>Points of an arc in the plane z = 0.</summary>
    public static IEnumerable<Vec3> Arc(float radius, float fromDegrees, float toDegrees, int points, float x = 0, float y = 0) =>
        Enumerable.Range(0, points).Select(i => Numeric.Radians(Numeric.Mix(fromDegrees, toDegrees, i / (float)(points - 1))))
            .Select(a => new Vec3(x + radius * Numeric.Cos(a), y + radius * Numeric.Sin(a), 0));

    static Mesh Face(float x, float y, float z, byte slot) => new Mesh().Grid(2, 2, false, false, (i, j) => new(i == 0 ? -x : x, j == 0 ? -y : y, z), slot);

    static Mesh Sides(float x, float y, float z, byte slot) => new Mesh().Grid(2, 4, false, true,
        (i, j) => new(j is 0 or 3 ? -x : x, j < 2 ? -y : y, i == 0 ? -z : z), slot);
}
