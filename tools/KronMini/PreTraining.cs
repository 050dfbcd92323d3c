using KronClip.Compute;
using KronClip.Workshop;

namespace KronClip.Tools.KronMini;

/// <summary>The scenes of pre-training: all kinds, the cameras of a bench, and only combinations that are not reserved for the sets.</summary>
static class PreTraining
{
    /// <summary>Seeds of the pictures that kron-mini learns from; those of the sets lie below.</summary>
    public const long FirstSeed = 1_000_000_000, FirstValidationSeed = 2_000_000_000;

    /// <summary>How many pictures kron-mini learned from, and how many watched over it.</summary>
    public const int Count = 48_000, ValidationCount = 2_000;

    public static IEnumerable<Scene> Scenes(long firstSeed, int count) => Enumerable.Range(0, count).Select(i => SceneOf(firstSeed + i));

    static Scene SceneOf(long seed)
    {
        var random = new SeededRandom(seed, "workshop/pre-training");
        var kind = random.Chance(0.24) ? random.Pick(DefectKind.All).Name : random.Chance(0.75) ? random.Pick(PartKinds.Downstream).Name : random.Pick(PartKinds.Others).Name;
        var photograph = random.NextInt(4);
        var camera = CameraKinds.PreTraining[random.NextDouble() switch { < 0.86 => photograph, < 0.94 => 4, _ => DefectKind.Find(kind) is null ? 5 : photograph }];
        return SceneDraw.Draw(seed, kind, camera, reserved: false);
    }
}
