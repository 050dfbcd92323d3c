namespace KronClip.Workshop;

/// <summary>A camera that looks at the middle of the scene.</summary>
/// <param name="Elevation">Degrees above the bench; 90 looks straight down.</param>
/// <param name="Azimuth">Degrees round the vertical.</param>
/// <param name="FieldOfView">Degrees across the picture.</param>
/// <param name="Reach">Half of what the picture shows at the middle's distance, in parts' radii.</param>
/// <param name="Barrel">Barrel distortion of the lens, 0 for none.</param>
/// <param name="Roll">Degrees about the line of sight.</param>
/// <param name="Aim">The point in the picture's middle.</param>
sealed record Camera(float Elevation, float Azimuth, float FieldOfView, float Reach, float Barrel, float Roll, Vec3 Aim)
{
    /// <summary>The camera, aimed so high.</summary>
    public Camera AimedAt(float height) => this with { Aim = Aim with { Z = height } };

    /// <summary>The camera with its vectors worked out.</summary>
    public View Look()
    {
        var (e, a) = (Numeric.Radians(Elevation), Numeric.Radians(Azimuth));
        var back = new Vec3(Numeric.Cos(e) * Numeric.Cos(a), Numeric.Cos(e) * Numeric.Sin(a), Numeric.Sin(e));
        var half = Numeric.Radians(FieldOfView / 2);
        var tangent = Numeric.Sin(half) / Numeric.Cos(half);
        var level = new Vec3(-Numeric.Sin(a), Numeric.Cos(a), 0);
        var upright = Vec3.Cross(back, level);
        var (c, s) = (Numeric.Cos(Numeric.Radians(Roll)), Numeric.Sin(Numeric.Radians(Roll)));
        return new(Aim + back * (Reach / tangent), level * c + upright * s, upright * c - level * s, back * -1, tangent, Barrel);
    }
}

/// <summary>A camera's place and axes. Picture coordinates run from -1 to 1, y upwards.</summary>
/// <param name="Eye">Where it is.</param>
/// <param name="Right">To the right in the picture.</param>
/// <param name="Top">Upwards in the picture.</param>
/// <param name="Forward">The line of sight.</param>
/// <param name="Tangent">Tangent of half the field of view.</param>
/// <param name="Barrel">Distortion: the true place is the seen one times (1 + barrel·r²).</param>
sealed record View(Vec3 Eye, Vec3 Right, Vec3 Top, Vec3 Forward, float Tangent, float Barrel)
{
    /// <summary>Where a point appears, and how far it is along the line of sight; null behind the camera.</summary>
    public (float X, float Y, float Depth)? Project(Vec3 point)
    {
        var v = point - Eye;
        var depth = Vec3.Dot(v, Forward);
        if (depth < 0.05f)
            return null;
        var (x, y) = (Vec3.Dot(v, Right) / (depth * Tangent), Vec3.Dot(v, Top) / (depth * Tangent));
        var (dx, dy) = (x, y);
        for (var i = 0; i < 4 && Barrel != 0; i++)
        {
            var by = 1 / (1 + Barrel * (dx * dx + dy * dy));
            (dx, dy) = (x * by, y * by);
        }
        return (dx, dy, depth);
    }

    /// <summary>The direction in which a place of the picture lies.</summary>
    public Vec3 Ray(float x, float y)
    {
        var by = (1 + Barrel * (x * x + y * y)) * Tangent;
        return (Forward + Right * (x * by) + Top * (y * by)).Unit;
    }
}
