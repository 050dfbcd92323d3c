using KronClip.Images;

namespace KronClip.Tests.Images;

/// <summary>Bit depths, filters and interlacing of PNG.</summary>
public class PngReaderTests
{
    [Theory]
    [InlineData(1, new byte[] { 0b1010_0000 }, new byte[] { 255, 0, 255 })]
    [InlineData(2, new byte[] { 0b00_01_11_00 }, new byte[] { 0, 85, 255 })]
    [InlineData(4, new byte[] { 0x0F, 0x30 }, new byte[] { 0, 255, 51 })]
    public void NarrowGrayIsSpreadOver8Bits(int depth, byte[] row, byte[] expected) =>
        Assert.Equal(expected, Read(SamplePictures.Png(3, 1, depth, 0, [0, .. row])).Samples.ToArray());

    [Theory]
    [InlineData(1, new byte[] { 0b1010_0000 }, new byte[] { 1, 0, 1 })]
    [InlineData(2, new byte[] { 0b00_01_11_00 }, new byte[] { 0, 1, 3 })]
    [InlineData(4, new byte[] { 0x0F, 0x30 }, new byte[] { 0, 15, 3 })]
    [InlineData(8, new byte[] { 9, 0, 255 }, new byte[] { 9, 0, 255 })]
    public void IndicesAreKeptAndAShortPaletteIsFilledWithGray(int depth, byte[] row, byte[] expected)
    {
        var picture = Read(SamplePictures.Png(3, 1, depth, 3, [0, .. row], false, ("PLTE", [9, 8, 7, 6, 5, 4]), ("tRNS", [0, 128])));
        Assert.Equal(expected, picture.Samples.ToArray());
        Assert.Equal([9, 8, 7, 6, 5, 4, 2, 2, 2], picture.Palette[..9].ToArray());
        Assert.Equal(255, picture.Palette[767]);
    }

    [Fact]
    public void SixteenBitsAreKeptForGrayAndCutForColour()
    {
        Assert.Equal([0x1234, 0xFFFE], Read(SamplePictures.Png(2, 1, 16, 0, [0, 0x12, 0x34, 0xFF, 0xFE])).DeepSamples.ToArray());
        Assert.Equal([1, 3, 5], Read(SamplePictures.Png(1, 1, 16, 2, [0, 1, 2, 3, 4, 5, 6])).Samples.ToArray());
        Assert.Equal([1, 3, 5, 7], Read(SamplePictures.Png(1, 1, 16, 6, [0, 1, 2, 3, 4, 5, 6, 7, 8])).Samples.ToArray());
        var grayAlpha = Read(SamplePictures.Png(1, 1, 16, 4, [0, 1, 2, 3, 4]));
        Assert.Equal(PixelMode.Rgba, grayAlpha.Mode);
        Assert.Equal([1, 1, 1, 3], grayAlpha.Samples.ToArray());
    }

    [Fact]
    public void TheFiveFiltersAreUndone()
    {
        byte[] rows =
        [
            0, 10, 20, 30,
            1, 1, 1, 1,             // sums of the row itself: 1, 2, 3
            2, 1, 1, 1,             // plus above: 2, 3, 4
            3, 1, 1, 1,             // plus the mean of left and above: 1+1, 1+(2+3)/2, 1+(3+4)/2
            4, 1, 1, 1,             // plus Paeth's choice: 1+2, 1+3, 1+4
        ];
        Assert.Equal([10, 20, 30, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5], Read(SamplePictures.Png(3, 5, 8, 0, rows)).Samples.ToArray());
        Assert.Throws<ImageException>(() => Read(SamplePictures.Png(3, 1, 8, 0, [5, 0, 0, 0])));
    }

    [Theory]
    [InlineData(1, 1, 8, 2)]
    [InlineData(13, 9, 8, 2)]
    [InlineData(2, 11, 8, 6)]
    [InlineData(9, 17, 16, 0)]
    [InlineData(13, 10, 1, 0)]
    [InlineData(6, 6, 4, 3)]
    public void InterlacedAndPlainAreTheSamePicture(int width, int height, int depth, int color)
    {
        var random = new Random(width * height);
        var bits = depth * (color == 2 ? 3 : color == 6 ? 4 : 1);
        var pixels = Enumerable.Range(0, width * height).Select(_ => Enumerable.Range(0, bits).Select(_ => random.Next(2)).ToArray()).ToArray();
        byte[] Pass(int x0, int y0, int dx, int dy)
        {
            var rows = new List<byte>();
            for (var y = y0; y < height && x0 < width; y += dy)
            {
                var row = new byte[((width - x0 + dx - 1) / dx * bits + 7) / 8];
                var at = 0;
                for (var x = x0; x < width; x += dx)
                    foreach (var bit in pixels[y * width + x])
                        row[at / 8] |= (byte)(bit << (7 - at++ % 8));
                rows.AddRange([0, .. row]);
            }
            return [.. rows];
        }
        (string, byte[])[] palette = color == 3 ? [("PLTE", new byte[48])] : [];
        byte[] seven = [.. Pass(0, 0, 8, 8), .. Pass(4, 0, 8, 8), .. Pass(0, 4, 4, 8), .. Pass(2, 0, 4, 4), .. Pass(0, 2, 2, 4), .. Pass(1, 0, 2, 2), .. Pass(0, 1, 1, 2)];

        var plain = Read(SamplePictures.Png(width, height, depth, color, Pass(0, 0, 1, 1), false, palette));
        var interlaced = Read(SamplePictures.Png(width, height, depth, color, seven, true, palette));
        Assert.Equal(plain.Samples.ToArray(), interlaced.Samples.ToArray());
        Assert.Equal(plain.DeepSamples.ToArray(), interlaced.DeepSamples.ToArray());
    }

    static Picture Read(byte[] bytes) => PictureReader.Read(bytes, "png", ImageLimits.Default, Orientation.Ignore);
}
