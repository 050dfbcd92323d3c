using KronClip.Deployment;
using KronClip.Images;

namespace KronClip.Tests.Deployment.Explanation;

/// <summary>Maps as pictures: warm for, cold against, clear where nothing is said, lighter where it is stronger.</summary>
public class PatchOverlayTests
{
    static readonly PatchGrid Grid = new(8, 2);

    static byte[] Grey => [.. Enumerable.Repeat((byte)120, 3 * 8 * 8)];

    static PatchMap Map(params double[] scores) => new(Grid, 0, 0, 0.5, 0, scores, 4);

    static Picture Read(byte[] png) => PictureReader.Read(png, "map", ImageLimits.Default, Orientation.Apply);

    static (int Red, int Green, int Blue) At(Picture picture, int x, int y) =>
        (picture.Samples[3 * (y * picture.Width + x)], picture.Samples[3 * (y * picture.Width + x) + 1], picture.Samples[3 * (y * picture.Width + x) + 2]);

    [Fact]
    public void ForIsWarmAgainstIsColdAndNothingIsClear()
    {
        var picture = Read(PatchOverlay.Png(Grey, Map(1, -1, 0, 0)));
        Assert.Equal((448, 448), (picture.Width, picture.Height));
        var (most, least, nothing) = (At(picture, 5, 5), At(picture, 442, 5), At(picture, 5, 442));
        Assert.True(most.Red > most.Blue + 50, $"{most}");
        Assert.True(least.Blue > least.Red + 50, $"{least}");
        Assert.True(nothing.Red == nothing.Green && nothing.Green == nothing.Blue, $"{nothing}");
    }

    [Fact]
    public void AMapOfNothingIsTheGreyPicture()
    {
        var picture = Read(PatchOverlay.Png(Grey, Map(0, 0, 0, 0)));
        Assert.All(picture.Samples.ToArray(), sample => Assert.Equal(picture.Samples[0], sample));
    }

    [Fact]
    public void ThePictureStandsBesideItsMap()
    {
        byte[] crop = [.. Enumerable.Range(0, 3 * 8 * 8).Select(i => (byte)(i % 3 == 0 ? 200 : 30))];
        var page = Read(PatchOverlay.PngBesidePicture(crop, Map(1, 0, 0, 0)));
        Assert.Equal((2 * 448 + 8, 448 + 20), (page.Width, page.Height));
        Assert.Equal((200, 30, 30), At(page, 100, 100));
        Assert.Equal((255, 255, 255), At(page, 450, 100));
        Assert.True(At(page, 900, 466) is var (red, _, blue) && red > blue, "the end of the scale is for");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void StrongerIsLighter(int sign)
    {
        double[] lightness = [.. Enumerable.Range(0, 21).Select(i => HeatColours.Of(sign * i / 20.0)).Select(c => 0.2126 * Math.Pow(c.Red / 255.0, 2.2) + 0.7152 * Math.Pow(c.Green / 255.0, 2.2) + 0.0722 * Math.Pow(c.Blue / 255.0, 2.2))];
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second > pair.First, $"{pair}"));
    }

    [Fact]
    public void OurMapsAreKnownAgain()
    {
        var map = PatchOverlay.Png(Grey, Map(1, 0, 0, 0));
        Assert.True(PatchOverlay.IsOurs(map.AsSpan(0, 128)));
        Assert.False(PatchOverlay.IsOurs(PngFile.Encode(8, 8, Grey)));
        Assert.False(PatchOverlay.IsOurs(PngFile.Encode(8, 8, Grey, "another")));
        Assert.False(PatchOverlay.IsOurs(map.AsSpan(0, 40)));
        Assert.False(PatchOverlay.IsOurs([]));
    }

    [Fact]
    public void APictureOfAnotherSizeIsAMistake() => Assert.Throws<ArgumentException>(() => PatchOverlay.Png(new byte[12], Map(1, 0, 0, 0)));
}
