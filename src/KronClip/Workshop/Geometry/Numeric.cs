namespace KronClip.Workshop;

/// <summary>
/// Functions that the system's own library computes differently from one machine to the next, written with additions and multiplications alone:
/// the last bit of a sine must not decide what a pixel is.
/// </summary>
static class Numeric
{
    public const float Pi = 3.14159265358979f;

    public static float Radians(float degrees) => degrees * (Pi / 180);

    /// <summary>Sine by its series on [-π/2, π/2]; error below 1e-7.</summary>
    public static float Sin(float radians)
    {
        const double pi = 3.141592653589793;
        double x = radians;
        x -= Math.Floor(x / (2 * pi) + 0.5) * (2 * pi);                    // [-π, π]
        if (x > pi / 2)
            x = pi - x;
        else if (x < -pi / 2)
            x = -pi - x;
        var s = x * x;
        return (float)(x * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110 * (1 - s / 156)))))));
    }

    public static float Cos(float radians) => Sin(radians + Pi / 2);

    public static float Clamp(float value, float low, float high) => value < low ? low : value > high ? high : value;

    public static float Saturate(float value) => Clamp(value, 0, 1);

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth between.</summary>
    public static float SmoothStep(float low, float high, float value)
    {
        var t = Saturate((value - low) / (high - low));
        return t * t * (3 - 2 * t);
    }

    public static float Mix(float a, float b, float t) => a + (b - a) * t;
}
