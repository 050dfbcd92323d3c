namespace KronClip.Workshop;

/// <summary>A rotation as three rows.</summary>
readonly record struct Rotation(Vec3 Row0, Vec3 Row1, Vec3 Row2)
{
    public static readonly Rotation None = new(new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    public static Vec3 operator *(Rotation r, Vec3 v) => new(Vec3.Dot(r.Row0, v), Vec3.Dot(r.Row1, v), Vec3.Dot(r.Row2, v));

    /// <summary>First <paramref name="second"/>, then <paramref name="first"/>.</summary>
    public static Rotation operator *(Rotation first, Rotation second)
    {
        var (c0, c1, c2) = (new Vec3(second.Row0.X, second.Row1.X, second.Row2.X), new Vec3(second.Row0.Y, second.Row1.Y, second.Row2.Y), new Vec3(second.Row0.Z, second.Row1.Z, second.Row2.Z));
        Vec3 Row(Vec3 row) => new(Vec3.Dot(row, c0), Vec3.Dot(row, c1), Vec3.Dot(row, c2));
        return new(Row(first.Row0), Row(first.Row1), Row(first.Row2));
    }

    public static Rotation AboutX(float degrees) => Of(degrees, (c, s) => new(new(1, 0, 0), new(0, c, -s), new(0, s, c)));

    public static Rotation AboutY(float degrees) => Of(degrees, (c, s) => new(new(c, 0, s), new(0, 1, 0), new(-s, 0, c)));

    public static Rotation AboutZ(float degrees) => Of(degrees, (c, s) => new(new(c, -s, 0), new(s, c, 0), new(0, 0, 1)));

    static Rotation Of(float degrees, Func<float, float, Rotation> make) => make(Numeric.Cos(Numeric.Radians(degrees)), Numeric.Sin(Numeric.Radians(degrees)));
}
