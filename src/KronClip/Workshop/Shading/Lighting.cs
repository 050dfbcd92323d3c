namespace KronClip.Workshop;

/// <summary>The light of a scene: one key light, a sky, and what reflections see.</summary>
/// <param name="Name">The kind of light.</param>
/// <param name="Direction">Towards the key light.</param>
/// <param name="Colour">Linear colour and strength of the key light.</param>
/// <param name="Size">How wide the key light is: 0.02 a bare bulb, 0.5 a large softbox; wide ones cast soft shadows.</param>
/// <param name="Sky">Linear colour and strength from above.</param>
/// <param name="Floor">From below.</param>
/// <param name="Window">Strength of a bright window that only reflections show.</param>
/// <param name="WindowSide">Where the window is.</param>
sealed record Lighting(string Name, Vec3 Direction, Vec3 Colour, float Size, Vec3 Sky, Vec3 Floor, float Window, Vec3 WindowSide)
{
    /// <summary>What a reflection of the given roughness sees in a direction.</summary>
    public Vec3 Seen(Vec3 direction, float roughness)
    {
        var blur = 0.03f + 0.6f * roughness;
        var above = Numeric.SmoothStep(-0.15f - blur, 0.15f + blur, direction.Z);
        var high = Numeric.SmoothStep(0, 1, direction.Z);
        var sky = Sky * Numeric.Mix(0.45f, 1.35f, high);
        var light = Vec3.Mix(Floor, sky, above);
        var facing = Vec3.Dot(direction, Direction);
        var edge = 1 - Size;
        light += Colour * (1.6f * (1 - 0.7f * roughness) * Numeric.SmoothStep(edge - blur, edge + 0.25f * blur + 0.01f, facing));
        var beside = Vec3.Dot(direction, WindowSide);
        return light + Vec3.Grey(Window * (1 - 0.6f * roughness) * Numeric.SmoothStep(0.72f - blur, 0.8f + 0.3f * blur, beside));
    }
}
