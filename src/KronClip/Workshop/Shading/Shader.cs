namespace KronClip.Workshop;

/// <summary>A point of a surface as light meets it.</summary>
readonly record struct SurfacePoint(Vec3 Normal, Vec3 Colour, float Metal, float Roughness);

/// <summary>How a point looks: Lambert's law for what scatters, the surroundings for what mirrors, more of it at grazing angles (Schlick).</summary>
static class Shader
{
    /// <param name="point">The surface.</param>
    /// <param name="toEye">Towards the camera.</param>
    /// <param name="light">The light.</param>
    /// <param name="lit">1 in full light of the key, 0 in its shadow.</param>
    /// <param name="open">1 where the whole sky is seen, less in corners.</param>
    public static Vec3 Shade(in SurfacePoint point, Vec3 toEye, Lighting light, float lit, float open)
    {
        var n = Vec3.Dot(point.Normal, toEye) < 0 ? point.Normal * -1 : point.Normal;
        var facing = MathF.Max(Vec3.Dot(n, toEye), 0);
        var mirror = n * (2 * facing) - toEye;
        var grazing = 1 - facing;
        var schlick = grazing * grazing * grazing * grazing * grazing;
        var sheen = 0.04f + 0.96f * schlick * (1 - point.Roughness);

        var key = light.Colour * (MathF.Max(Vec3.Dot(n, light.Direction), 0) * lit);
        var sky = Vec3.Mix(light.Floor, light.Sky, 0.5f + 0.5f * n.Z) * open;
        var scattered = point.Colour * (key + sky);
        var seen = light.Seen(mirror, point.Roughness) * (0.35f + 0.65f * open) * (0.55f + 0.45f * lit);
        var metal = Vec3.Mix(point.Colour, Vec3.Grey(1), schlick * (1 - point.Roughness)) * seen * (1 - 0.3f * point.Roughness) + scattered * (0.35f * point.Roughness);
        var plain = scattered * (1 - sheen) + seen * (sheen * (1 - 0.7f * point.Roughness));
        return Vec3.Mix(plain, metal, point.Metal);
    }
}
