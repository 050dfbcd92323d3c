using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

public class PicturePlaceTests
{
    [Theory]
    [InlineData("workshop:nuts")]
    [InlineData("workshop:")]
    [InlineData("workshop:parts/../../secret")]
    public void ANameThatIsNoSetIsToldWithAllThatAre(string images)
    {
        var error = Assert.Throws<OptionsException>(() => PicturePlace.Find(images, null, SilentObserver.Instance, default));
        Assert.Contains("workshop:parts, workshop:parts-night, workshop:parts-drawing, workshop:defects", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASetWithoutTrainingPicturesIsNotTrainedOn()
    {
        var error = Assert.Throws<OptionsException>(() => PicturePlace.RequireTrainable("workshop:parts-night"));
        Assert.Contains("workshop:parts'", error.Message, StringComparison.Ordinal);
        PicturePlace.RequireTrainable("workshop:parts");
        PicturePlace.RequireTrainable("some/folder");
    }

    [Fact]
    public void PathsStayPathsAndNamesStayNames()
    {
        Assert.Equal("some/folder", PicturePlace.Find("some/folder", null, SilentObserver.Instance, default));
        Assert.Equal(Path.GetFullPath("some/folder"), PicturePlace.Absolute("some/folder"));
        Assert.Equal("workshop:parts", PicturePlace.Absolute("workshop:parts"));
        Assert.Equal("parts", PicturePlace.NameOf("workshop:parts"));
        Assert.Equal("folder", PicturePlace.NameOf("some/folder/"));
    }

    [Fact]
    public void ASetIsRenderedOnceIntoTheCacheAndHeardOf()
    {
        using var folder = TestFiles.Temporary();
        var hears = new Counting();
        var place = PicturePlace.Find("workshop:parts-drawing/test/gear", folder.Path, hears, default);
        Assert.Equal(folder.File("workshop-1", "parts-drawing", "test", "gear"), place);
        Assert.Equal(12, Directory.GetFiles(place, "*.png").Length);
        Assert.Equal((1, 288), (hears.Stages, hears.Done));
        PicturePlace.Find("workshop:parts-drawing", folder.Path, hears, default);
        Assert.Equal(1, hears.Stages);
    }

    sealed class Counting : IJobObserver
    {
        public int Stages { get; private set; }

        public long Done { get; private set; }

        public void Begin(string name, long total, string unit) => Stages++;

        public void Advance(long done, string? detail = null) => Done = done;

        public void End() { }

        public void Note(string message) { }

        public void Warn(string message) { }
    }
}
