using KronClip.Compute;
using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>
/// The generated pictures of the sample: one shape in one colour on a noisy background, place, size, colours and noise drawn from the seed.
/// Whole numbers only, so that the same seed gives the same pixels on every machine.
/// </summary>
static class SamplePictures
{
    /// <summary>Height and width in pixels.</summary>
    public const int Side = 64;

    /// <summary>Pictures per class: enough for 16 shots, 4 for validation and 4 to test.</summary>
    public const int PerClass = 24;

    const int Noise = 12;

    /// <summary>Whether the shape covers a pixel.</summary>
    delegate bool Shape(int x, int y);

    static readonly (string Name, (int Red, int Green, int Blue) Colour, Func<SeededRandom, Shape> Draw)[] Kinds =
    [
        ("blue_square", (40, 70, 200), Square),
        ("green_triangle", (40, 170, 60), Triangle),
        ("red_circle", (205, 45, 40), Circle),
        ("yellow_stripes", (220, 200, 50), Stripes),
    ];

    /// <summary>The class folders, in ordinal order.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. Kinds.Select(kind => kind.Name)];

    /// <summary>The PNG file of one picture.</summary>
    public static byte[] Draw(long seed, int label, int number)
    {
        var (name, colour, draw) = Kinds[label];
        var random = new SeededRandom(seed, FormattableString.Invariant($"sample/picture/{name}/{number}"));
        var shape = draw(random);
        var ground = (Between(random, 90, 200), Between(random, 90, 200), Between(random, 90, 200));
        var ink = (colour.Red + Between(random, -25, 25), colour.Green + Between(random, -25, 25), colour.Blue + Between(random, -25, 25));
        var rgb = new byte[3 * Side * Side];
        for (var pixel = 0; pixel < Side * Side; pixel++)
        {
            var (red, green, blue) = shape(pixel % Side, pixel / Side) ? ink : ground;
            rgb[3 * pixel] = Noisy(random, red);
            rgb[3 * pixel + 1] = Noisy(random, green);
            rgb[3 * pixel + 2] = Noisy(random, blue);
        }
        return PngFile.Encode(Side, Side, rgb);
    }

    static Shape Circle(SeededRandom random)
    {
        var (centreX, centreY, radius) = Placed(random);
        return (x, y) => (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY) <= radius * radius;
    }

    static Shape Square(SeededRandom random)
    {
        var (centreX, centreY, half) = Placed(random);
        return (x, y) => Math.Abs(x - centreX) <= half && Math.Abs(y - centreY) <= half;
    }

    /// <summary>Upright, as wide as it is high.</summary>
    static Shape Triangle(SeededRandom random)
    {
        var (centreX, centreY, half) = Placed(random);
        return (x, y) => Math.Abs(y - centreY) <= half && 2 * Math.Abs(x - centreX) <= y - (centreY - half);
    }

    /// <summary>Bands across the whole picture: upright, level or aslant.</summary>
    static Shape Stripes(SeededRandom random)
    {
        var (alongX, alongY) = random.NextInt(4) switch { 0 => (1, 0), 1 => (0, 1), 2 => (1, 1), _ => (1, -1) };
        var width = Between(random, 3, 8);
        var start = random.NextInt(2 * width) + Side * 2 * width;           // a multiple of the period keeps the sum positive
        return (x, y) => (alongX * x + alongY * y + start) % (2 * width) < width;
    }

    static (int X, int Y, int Half) Placed(SeededRandom random)
    {
        var half = Between(random, 10, 22);
        return (Between(random, half, Side - 1 - half), Between(random, half, Side - 1 - half), half);
    }

    static byte Noisy(SeededRandom random, int value) => (byte)Math.Clamp(value + Between(random, -Noise, Noise), 0, 255);

    static int Between(SeededRandom random, int least, int most) => least + random.NextInt(most - least + 1);
}
