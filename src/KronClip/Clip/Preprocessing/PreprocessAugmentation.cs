using KronClip.Compute;
using KronClip.Images;

namespace KronClip.Clip;

/// <summary>The random rectangles of training (torchvision's RandomResizedCrop.get_params, with its default scale and ratio).</summary>
static class PreprocessAugmentation
{
    const double SmallestArea = 0.08, LargestArea = 1.0, Narrowest = 3.0 / 4.0, Widest = 4.0 / 3.0;
    const int Tries = 10;

    /// <summary>Ten tries at a rectangle of random area and shape; then the largest central one whose shape is allowed.</summary>
    public static PixelRectangle RandomRegion(int width, int height, SeededRandom random)
    {
        var area = (double)width * height;
        for (var i = 0; i < Tries; i++)
        {
            var target = area * Uniform(random, SmallestArea, LargestArea);
            var ratio = Math.Exp(Uniform(random, Math.Log(Narrowest), Math.Log(Widest)));
            var (w, h) = (Round(Math.Sqrt(target * ratio)), Round(Math.Sqrt(target / ratio)));
            if (w < 1 || w > width || h < 1 || h > height)
                continue;
            var top = random.NextInt(height - h + 1);
            return new PixelRectangle(random.NextInt(width - w + 1), top, w, h);
        }
        return Central(width, height);
    }

    static PixelRectangle Central(int width, int height)
    {
        var shape = (double)width / height;
        var (w, h) = shape < Narrowest ? (width, Round(width / Narrowest)) : shape > Widest ? (Round(height * Widest), height) : (width, height);
        return new PixelRectangle((width - w) / 2, (height - h) / 2, w, h);
    }

    static double Uniform(SeededRandom random, double from, double to) => from + (to - from) * random.NextDouble();

    static int Round(double x) => (int)Math.Round(x, MidpointRounding.ToEven);
}
