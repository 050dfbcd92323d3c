using KronClip.Tools.KronMini;
using KronClip.Workshop;

namespace KronClip.Tests.Workshop;

/// <summary>What kron-mini learned from and what the sets show have no seed, no camera and no combination of kind, material and ground in common.</summary>
public class WorkshopSeparationTests
{
    static readonly Scene[] Learned =
    [
        .. PreTraining.Scenes(PreTraining.FirstSeed, PreTraining.Count), .. PreTraining.Scenes(PreTraining.FirstValidationSeed, PreTraining.ValidationCount),
    ];

    static readonly Scene[] Measured = [.. WorkshopSets.All.SelectMany(set => set.Pictures()).Select(picture => picture.Scene)];

    [Fact]
    public void EveryPictureHasASeedOfItsOwn()
    {
        var seeds = Learned.Concat(Measured).Select(scene => scene.Seed).ToArray();
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
    }

    [Fact]
    public void NoCombinationOfTheSetsWasLearned() =>
        Assert.Empty(Measured.Select(scene => scene.Combination).Intersect(Learned.Select(scene => scene.Combination)));

    [Fact]
    public void NoCameraOfTheSetsWasLearned() => Assert.Empty(Measured.Select(scene => scene.Camera).Intersect(Learned.Select(scene => scene.Camera)));

    [Fact]
    public void TheCamerasOfTheSetsStandWhereNoneOfPreTrainingStands()
    {
        foreach (var measured in CameraKinds.Downstream)
            foreach (var learned in CameraKinds.PreTraining)
                Assert.True(measured.Elevation.Low > learned.Elevation.High, $"{measured.Name} and {learned.Name}");
    }

    [Fact]
    public void TheModelHasSeenEveryKindAndEveryMaterial()
    {
        Assert.Empty(Measured.Select(scene => scene.Kind).Except(Learned.Select(scene => scene.Kind)));
        Assert.Empty(Measured.Select(scene => scene.Material).Except(Learned.Select(scene => scene.Material)));
    }
}
