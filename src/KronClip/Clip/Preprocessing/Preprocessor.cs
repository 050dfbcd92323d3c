using KronClip.Compute;
using KronClip.Images;

namespace KronClip.Clip;

/// <summary>
/// Turns pictures into an image tower's input, equal bit for bit to torchvision's Resize, CenterCrop, ToTensor and Normalize on Pillow 9.4.
/// Thread-safe: it holds nothing but its options and a table made from them.
/// </summary>
public sealed class Preprocessor
{
    readonly float[] values = new float[3 * 256];           // channel, sample → ((sample / 255) - mean) / std

    /// <summary>A preprocessor for checked options.</summary>
    /// <exception cref="OptionsException">An option is out of its range.</exception>
    public Preprocessor(PreprocessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Validate();
        for (var i = 0; i < values.Length; i++)
        {
            // A division, as in torchvision's ToTensor: the product with 1/255 differs in the last bit.
            var rescaled = options.RescaleFactor == 1 / 255.0 ? i % 256 / 255f : (float)(i % 256 * options.RescaleFactor);
            values[i] = (rescaled - options.Mean[i / 256]) / options.Std[i / 256];
        }
    }

    /// <summary>What it does.</summary>
    public PreprocessOptions Options { get; }

    /// <summary>How many numbers a picture becomes: 3 × crop × crop.</summary>
    public int Length => 3 * Options.CropSize * Options.CropSize;

    /// <summary>Reads a picture file with the options' orientation.</summary>
    /// <exception cref="ImageException">The file cannot be read, is over a limit, or is damaged.</exception>
    public Picture Read(string path, ImageLimits limits) => PictureReader.Read(path, limits, Options.Orientation);

    /// <summary>Writes a picture's values, [3 × crop × crop], channel by channel.</summary>
    /// <exception cref="ArgumentException"><paramref name="chw"/> does not have <see cref="Length"/> values.</exception>
    public void Process(Picture picture, Span<float> chw) => Normalise(Crop(picture), mirrored: false, chw);

    /// <summary>
    /// Writes the values of a random view as in training: a rectangle of 8 to 100 % of the area and 3:4 to 4:3 in shape, resized to the
    /// crop's size, mirrored every second time (torchvision's RandomResizedCrop and RandomHorizontalFlip).
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="chw"/> does not have <see cref="Length"/> values.</exception>
    public void ProcessAugmented(Picture picture, SeededRandom random, Span<float> chw)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(random);
        var region = PreprocessAugmentation.RandomRegion(picture.Width, picture.Height, random);
        var mirrored = random.NextDouble() < 0.5;
        Normalise(Resized(picture, region, Options.CropSize, Options.CropSize, new(0, 0, Options.CropSize, Options.CropSize)), mirrored, chw);
    }

    /// <summary>The resized centre crop before normalisation, RGB, [crop × crop × 3].</summary>
    public byte[] Crop(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var (width, height) = ResizedSize(picture.Width, picture.Height);
        var size = Options.CropSize;
        return Resized(picture, new(0, 0, picture.Width, picture.Height), width, height, new(CropOffset(width, size), CropOffset(height, size), size, size));
    }

    /// <summary>The size after the resize: the longer side is truncated to whole pixels, as in torchvision.</summary>
    internal (int Width, int Height) ResizedSize(int width, int height)
    {
        var edge = Options.ResizeShortestEdge;
        if (Options.Resize == PreprocessResize.Squash)
            return (edge, edge);
        return width <= height ? (edge, (int)((double)((long)edge * height) / width)) : ((int)((double)((long)edge * width) / height), edge);
    }

    /// <summary>Where the crop begins: halves go to the even neighbour, as Python rounds. Negative where the picture is smaller and is padded with zeros.</summary>
    static int CropOffset(int resized, int crop) => resized < crop ? -((crop - resized) / 2) : (int)Math.Round((resized - crop) / 2.0, MidpointRounding.ToEven);

    byte[] Resized(Picture picture, PixelRectangle region, int width, int height, PixelRectangle window)
    {
        if (Options.ScaleDeepGray)
            picture = picture.WithScaledGray();
        if (Options.Order == ConversionOrder.ConvertThenResize && picture.Mode is not (PixelMode.Rgb or PixelMode.Gray))
            picture = new Picture(picture.Width, picture.Height, PixelMode.Rgb, picture.ToRgb());
        return PictureResizer.ResizeToRgb(picture, region, width, height, window, Options.Filter);
    }

    void Normalise(byte[] rgb, bool mirrored, Span<float> chw)
    {
        if (chw.Length != Length)
            throw new ArgumentException($"A picture becomes {Length} values, but there is room for {chw.Length}.", nameof(chw));
        var size = Options.CropSize;
        for (var c = 0; c < 3; c++)
        {
            var table = values.AsSpan(c * 256, 256);
            for (var y = 0; y < size; y++)
            {
                var row = chw.Slice((c * size + y) * size, size);
                for (var x = 0; x < size; x++)
                    row[x] = table[rgb[(y * size + x) * 3 + c]];
                if (mirrored)
                    row.Reverse();
            }
        }
    }
}
