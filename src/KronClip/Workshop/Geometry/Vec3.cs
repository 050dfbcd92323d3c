namespace KronClip.Workshop;

/// <summary>A point, direction or linear colour. Plain float arithmetic in a fixed order, so that the same numbers come out on every machine.</summary>
readonly record struct Vec3(float X, float Y, float Z)
{
    public static readonly Vec3 Zero;

    public static readonly Vec3 Up = new(0, 0, 1);

    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vec3 operator *(Vec3 a, Vec3 b) => new(a.X * b.X, a.Y * b.Y, a.Z * b.Z);

    public static Vec3 operator *(Vec3 a, float s) => new(a.X * s, a.Y * s, a.Z * s);

    public static Vec3 Grey(float value) => new(value, value, value);

    public static float Dot(Vec3 a, Vec3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    public static Vec3 Cross(Vec3 a, Vec3 b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    public static Vec3 Mix(Vec3 a, Vec3 b, float t) => a + (b - a) * t;

    public float Length => MathF.Sqrt(Dot(this, this));

    public Vec3 Unit => Length is var length && length > 1e-12f ? this * (1 / length) : Up;

    /// <summary>Brightness as the eye weighs it (Rec. 709).</summary>
    public float Luminance => 0.2126f * X + 0.7152f * Y + 0.0722f * Z;
}
