using CsCheck;
using KronClip.Compute;
using KronClip.Workshop;

namespace KronClip.Tests.Workshop;

public class RendererTests
{
    public static TheoryData<string> Parts => [.. PartKinds.All.Select(kind => kind.Name)];

    public static TheoryData<string> Plates => [.. DefectKind.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void EveryPartIsInThePicture(string name)
    {
        var kind = PartKinds.Named(name);
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new SeededRandom(seed, "test");
            var mesh = kind.Make(random).Normalised().Laid(PartKind.Turn(random.Pick(kind.Poses), random));
            var (low, _) = mesh.Bounds();
            Assert.Equal(0, low.Z, 1e-5);
            using var buffer = new GeometryBuffer(mesh, CameraKinds.Inspection.Place(random).AimedAt(0.2f).Look(), 64);
            var hit = Enumerable.Range(0, 64 * 64).Count(buffer.Hit);
            Assert.InRange(hit, 50, 64 * 64 * 9 / 10);
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    [MemberData(nameof(Plates))]
    public void TheSameSceneHasTheSameBytesAndAnotherSeedOthers(string kind)
    {
        var scene = SceneDraw.Draw(5, kind, CameraKinds.PreTraining[0], reserved: false);
        var picture = Renderer.Render(scene, 24);
        Assert.Equal(24 * 24 * 3, picture.Length);
        Assert.Equal(picture, Renderer.Render(scene, 24));
        Assert.NotEqual(picture, Renderer.Render(scene with { Seed = 6 }, 24));
    }

    [Fact]
    public void ADefectShowsOnItsPlate()
    {
        var clean = SceneDraw.Draw(9, "clean surface", CameraKinds.Raking, reserved: true);
        foreach (var kind in DefectKind.Downstream)
        {
            var plate = new Plate();
            kind.Apply(plate, new SeededRandom(9, "test"));
            var look = new Look(clean.Material, clean.Finish, 1);
            var (bare, damaged) = (new Plate(), plate);
            var changed = 0;
            for (var i = 0; i < 400; i++)
                changed += bare.At(i % 20 * 0.1f - 1, i / 20 * 0.1f - 1, look) != damaged.At(i % 20 * 0.1f - 1, i / 20 * 0.1f - 1, look) ? 1 : 0;
            Assert.InRange(changed, 4, 400);
        }
    }

    [Fact]
    public void SineAndCosineAreRight() => Gen.Float[-50, 50].Sample(x =>
    {
        Assert.Equal(Math.Sin(x), Numeric.Sin(x), 2e-6);
        Assert.Equal(Math.Cos(x), Numeric.Cos(x), 5e-6);
    });

    /// <summary>To a pixel: the lens is inverted by four rounds, which a strong one leaves a little short in the corners.</summary>
    [Fact]
    public void APointIsSeenWhereItsRayPoints() => Gen.Select(Gen.Float[-0.9f, 0.9f], Gen.Float[-0.9f, 0.9f], Gen.Int[0, 1000]).Sample((x, y, seed) =>
    {
        var view = CameraKinds.Inspection.Place(new SeededRandom(seed, "test")).AimedAt(0.1f).Look();
        var seen = view.Project(view.Eye + view.Ray(x, y) * 3)!.Value;
        Assert.Equal(x, seen.X, 2.0 / Renderer.Side);
        Assert.Equal(y, seen.Y, 2.0 / Renderer.Side);
    });

    [Fact]
    public void ARotationTurnsAsItsFactorsDo() => Gen.Select(Gen.Float[-180, 180], Gen.Float[-180, 180]).Sample((a, b) =>
    {
        var v = new Vec3(0.3f, -0.5f, 0.8f);
        var once = Rotation.AboutX(a) * Rotation.AboutZ(b) * v;
        Assert.True((once - Rotation.AboutX(a) * (Rotation.AboutZ(b) * v)).Length < 1e-5f);
        Assert.Equal(v.Length, once.Length, 1e-5);
    });
}
