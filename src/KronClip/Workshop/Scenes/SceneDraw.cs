using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>Draws the scene of a seed.</summary>
static class SceneDraw
{
    /// <summary>The scene of a kind under a camera, with a combination that is reserved for the sets or, for pre-training, one that is not.</summary>
    public static Scene Draw(long seed, string kind, CameraKind camera, bool reserved)
    {
        var random = new SeededRandom(seed, "workshop/draw");
        while (true)
        {
            var scene = DefectKind.Find(kind) is null ? Part(random, seed, PartKinds.Named(kind), camera, reserved) : Plate(random, seed, kind, camera);
            if (Combinations.IsReserved(scene.Combination) == reserved)
                return scene;
        }
    }

    static Scene Part(SeededRandom random, long seed, PartKind kind, CameraKind camera, bool reserved)
    {
        var material = random.Pick(kind.Rubber ? Material.Rubbers : Material.OfParts);
        return new()
        {
            Seed = seed,
            Kind = kind.Name,
            Material = material,
            Finish = Worked(random, material.Rusts ? Finish.All.Count : Finish.All.Count - 1),
            Ground = random.Pick(reserved && random.Chance(0.5) ? Ground.Factory : Ground.Common),
            Camera = camera,
        };
    }

    /// <summary>Plates are neither dirty nor rusty but by their defect.</summary>
    static Scene Plate(SeededRandom random, long seed, string kind, CameraKind camera) => new()
    {
        Seed = seed,
        Kind = kind,
        Material = random.Pick(Material.OfPlates),
        Finish = Worked(random, Finish.All.Count - 2),
        Ground = Ground.Common[0],
        Camera = camera,
    };

    static Finish Worked(SeededRandom random, int among) => Finish.All[random.NextInt(among)];
}
