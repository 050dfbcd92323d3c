using System.Runtime.InteropServices;

namespace KronClip.Workshop;

/// <summary>A corner of a quad.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Normal">Outward or inward: surfaces have two sides, and shading turns it to the eye.</param>
/// <param name="Own">Where it was when the part was made; textures hang on it.</param>
/// <param name="Slot">Which of the part's materials it is of.</param>
readonly record struct Vertex(Vec3 Place, Vec3 Normal, Vec3 Own, byte Slot);

/// <summary>A part as quads with normals: everything in the workshop is made of grids of points, closed or open in either direction.</summary>
sealed class Mesh
{
    /// <summary>Neighbouring faces that differ by less than about 37° are one smooth surface; others meet in an edge.</summary>
    const float Crease = 0.8f;

    readonly List<Vertex> corners = [];

    /// <summary>Four corners per quad, in order round it; read while nothing is added.</summary>
    public ReadOnlySpan<Vertex> Corners => CollectionsMarshal.AsSpan(corners);

    /// <summary>
    /// Adds the surface through point(i, j), i &lt; <paramref name="rows"/>, j &lt; <paramref name="columns"/>; a wrapped direction is closed by joining its end to its beginning.
    /// </summary>
    public Mesh Grid(int rows, int columns, bool wrapRows, bool wrapColumns, Func<int, int, Vec3> point, byte slot = 0)
    {
        var p = new Vec3[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                p[i, j] = point(i, j);
        var (r, c) = (wrapRows ? rows : rows - 1, wrapColumns ? columns : columns - 1);
        var (face, normal) = (new Vec3[r, c], new Vec3[r, c]);
        for (var i = 0; i < r; i++)
            for (var j = 0; j < c; j++)
            {
                face[i, j] = Area(p[i, j], p[(i + 1) % rows, j], p[(i + 1) % rows, (j + 1) % columns], p[i, (j + 1) % columns]);
                normal[i, j] = face[i, j].Unit;
            }
        corners.EnsureCapacity(corners.Count + 4 * r * c);
        for (var i = 0; i < r; i++)
            for (var j = 0; j < c; j++)
            {
                if (face[i, j].Length < 1e-9f)
                    continue;
                Corner(i, j, i, j);
                Corner(i, j, i + 1, j);
                Corner(i, j, i + 1, j + 1);
                Corner(i, j, i, j + 1);
            }
        return this;

        void Corner(int fi, int fj, int vi, int vj)
        {
            var own = normal[fi, fj];
            var sum = Vec3.Zero;
            for (var di = -1; di <= 0; di++)
                for (var dj = -1; dj <= 0; dj++)
                {
                    var (i, j) = (vi + di, vj + dj);
                    (i, j) = (wrapRows ? (i + r) % r : i, wrapColumns ? (j + c) % c : j);
                    if (i >= 0 && i < r && j >= 0 && j < c && Vec3.Dot(normal[i, j], own) > Crease)
                        sum += face[i, j];
                }
            var place = p[vi % rows, vj % columns];
            corners.Add(new(place, sum.Unit, place, slot));
        }
    }

    /// <summary>Adds another mesh, turned and moved; its textures go with it.</summary>
    public Mesh Add(Mesh other, Rotation rotation, Vec3 shift)
    {
        corners.AddRange(other.corners.Select(v => v with { Place = rotation * v.Place + shift, Normal = rotation * v.Normal }));
        return this;
    }

    public Mesh Add(Mesh other) => Add(other, Rotation.None, Vec3.Zero);

    /// <summary>The mesh, scaled about its middle to lie within radius 1.</summary>
    public Mesh Normalised()
    {
        var (low, high) = Bounds();
        var middle = (low + high) * 0.5f;
        var radius = corners.Max(v => (v.Place - middle).Length);
        var made = new Mesh();
        made.corners.AddRange(corners.Select(v => v with { Place = (v.Place - middle) * (1 / radius), Own = (v.Own - middle) * (1 / radius) }));
        return made;
    }

    /// <summary>The mesh, turned and laid on the plane z = 0, its middle above the origin.</summary>
    public Mesh Laid(Rotation rotation)
    {
        var turned = new Mesh().Add(this, rotation, Vec3.Zero);
        var (low, high) = turned.Bounds();
        return new Mesh().Add(turned, Rotation.None, new(-(low.X + high.X) / 2, -(low.Y + high.Y) / 2, -low.Z));
    }

    public (Vec3 Low, Vec3 High) Bounds()
    {
        var (low, high) = (Vec3.Grey(float.MaxValue), Vec3.Grey(float.MinValue));
        foreach (var corner in corners)
        {
            var p = corner.Place;
            low = new(MathF.Min(low.X, p.X), MathF.Min(low.Y, p.Y), MathF.Min(low.Z, p.Z));
            high = new(MathF.Max(high.X, p.X), MathF.Max(high.Y, p.Y), MathF.Max(high.Z, p.Z));
        }
        return (low, high);
    }

    /// <summary>The normal of a quad, as long as its area: its diagonals' cross product.</summary>
    static Vec3 Area(Vec3 a, Vec3 b, Vec3 c, Vec3 d) => Vec3.Cross(c - a, d - b);
}
