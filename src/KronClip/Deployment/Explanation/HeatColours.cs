namespace KronClip.Deployment;

/// <summary>
/// Colours for how much something speaks for or against: warm ones for, cold ones against, which people with any of the usual kinds of colour blindness tell apart. Between
/// the anchors they go straight in OKLab (Ottosson 2020), and each way lightness only rises, so that more is always seen as more.
/// </summary>
static class HeatColours
{
    /// <summary>sRGB of strength 0, ½ and 1.</summary>
    static readonly (double L, double A, double B)[]
        warm = [Lab(0x5A, 0x10, 0x2E), Lab(0xE0, 0x50, 0x20), Lab(0xFF, 0xE8, 0x70)],
        cold = [Lab(0x10, 0x24, 0x5C), Lab(0x20, 0x80, 0xC8), Lab(0xA8, 0xF0, 0xFF)];

    /// <summary>The colour of a strength from -1 (most against) to 1 (most for).</summary>
    public static (byte Red, byte Green, byte Blue) Of(double strength)
    {
        var (scale, at) = (strength < 0 ? cold : warm, 2 * Math.Clamp(Math.Abs(strength), 0, 1));
        var first = at < 1 ? 0 : 1;
        var (from, to, t) = (scale[first], scale[first + 1], at - first);
        return Rgb(from.L + t * (to.L - from.L), from.A + t * (to.A - from.A), from.B + t * (to.B - from.B));
    }

    static (double L, double A, double B) Lab(byte red, byte green, byte blue)
    {
        var (r, g, b) = (Linear(red), Linear(green), Linear(blue));
        var (l, m, s) = (Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b),
            Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b),
            Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b));
        return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }

    static (byte Red, byte Green, byte Blue) Rgb(double lightness, double a, double b)
    {
        var (l, m, s) = (Cube(lightness + 0.3963377774 * a + 0.2158037573 * b), Cube(lightness - 0.1055613458 * a - 0.0638541728 * b), Cube(lightness - 0.0894841775 * a - 1.2914855480 * b));
        return (Byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            Byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            Byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    static double Cube(double x) => x * x * x;

    static double Linear(byte value) => value / 255.0 is var x && x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4);

    static byte Byte(double linear)
    {
        var x = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * Math.Pow(x, 1 / 2.4) - 0.055));
    }
}
