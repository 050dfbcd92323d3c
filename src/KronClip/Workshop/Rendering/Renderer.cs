using System.Buffers;
using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>Turns a scene into pixels. Every number comes from the scene's seed by arithmetic that is the same on every machine.</summary>
static class Renderer
{
    /// <summary>Side of the pictures of the sets, in pixels.</summary>
    public const int Side = 96;

    /// <summary>The picture of a scene, [size × size × RGB].</summary>
    public static byte[] Render(Scene scene, int size = Side)
    {
        var random = new SeededRandom(scene.Seed, "workshop/scene");
        var camera = scene.Camera.Place(random);
        var light = scene.Camera.Light(random, camera.Azimuth, camera.Elevation);
        var sensor = scene.Camera.Sensor(random);
        var look = new Look(scene.Material, scene.Finish, (uint)random.NextInt(int.MaxValue));
        return scene.IsPlate ? PlateOf(scene, camera, light, sensor, look, 2 * size, random) : PartOf(scene, camera, light, sensor, look, 2 * size, random);
    }

    static byte[] PlateOf(Scene scene, Camera camera, Lighting light, Sensor sensor, Look look, int side, SeededRandom random)
    {
        var plate = new Plate();
        DefectKind.Find(scene.Kind)!.Apply(plate, random);
        var view = camera.AimedAt(0).Look();
        var seen = ArrayPool<Vec3>.Shared.Rent(side * side);
        ForEach(side, view, (index, ray) =>
        {
            var (x, y) = Floor(view, ray);
            seen[index] = Shader.Shade(plate.At(x, y, look), ray * -1, light, 1, 1);
        });
        var picture = sensor.Expose(seen, side, random);
        ArrayPool<Vec3>.Shared.Return(seen);
        return picture;
    }

    static byte[] PartOf(Scene scene, Camera camera, Lighting light, Sensor sensor, Look look, int side, SeededRandom random)
    {
        var kind = PartKinds.Named(scene.Kind);
        var shape = kind.Make(random).Normalised();
        var turn = Rotation.AboutZ(random.Between(0, 360)) * PartKind.Turn(random.Pick(kind.Poses), random);
        var mesh = shape.Laid(turn);
        var view = camera.AimedAt(mesh.Bounds().High.Z / 2).Look();
        using var buffer = new GeometryBuffer(mesh, view, side);
        if (scene.Camera.Drawing != Drawing.Photograph)
            return LineArt.Draw(scene.Camera.Drawing, buffer, view, light, sensor, random);

        var shadow = new ShadowMap(mesh, Steep(light.Direction), 0.03f + 0.5f * light.Size);
        var contact = new ShadowMap(mesh, Vec3.Up, 0.22f);
        var (ground, texture, heading) = (scene.Ground, (uint)random.NextInt(1 << 30), random.Between(0, 2 * Numeric.Pi));
        var (c, s, shiftX, shiftY) = (Numeric.Cos(heading), Numeric.Sin(heading), random.Between(-20, 20), random.Between(-20, 20));
        var seen = ArrayPool<Vec3>.Shared.Rent(side * side);
        ForEach(side, view, (index, ray) =>
        {
            if (buffer.Hit(index))
            {
                ref readonly var vertex = ref buffer[index];
                var point = vertex.Slot == 1 ? Look.Dark(vertex.Normal) : look.At(vertex.Own, vertex.Normal);
                seen[index] = Shader.Shade(point, ray * -1, light, 1, buffer.Open(index % side, index / side, 0.5f));
                return;
            }
            var (x, y) = Floor(view, ray);
            var at = ground.At(c * x - s * y + shiftX, s * x + c * y + shiftY, texture);
            seen[index] = Shader.Shade(at, ray * -1, light, 1 - shadow.At(x, y), 1 - 0.6f * contact.At(x, y));
        });
        var picture = sensor.Expose(seen, side, random);
        ArrayPool<Vec3>.Shared.Return(seen);
        return picture;
    }

    /// <summary>A light too low would cast a shadow without end.</summary>
    static Vec3 Steep(Vec3 direction) => direction.Z >= 0.4f ? direction : new Vec3(direction.X, direction.Y, 0.4f).Unit;

    static void ForEach(int side, View view, Action<int, Vec3> visit)
    {
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                visit(y * side + x, view.Ray((x + 0.5f) * 2 / side - 1, 1 - (y + 0.5f) * 2 / side));
    }

    /// <summary>Where a ray meets the plane z = 0; rays that rise end at a far wall, which is taken for more ground.</summary>
    static (float X, float Y) Floor(View view, Vec3 ray)
    {
        var far = view.Eye.Z / MathF.Max(-ray.Z, 0.06f);
        return (view.Eye.X + far * ray.X, view.Eye.Y + far * ray.Y);
    }
}
