using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Figures as pages write them: percent with one place, without culture.</summary>
static class PageFigures
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string None = "–";

    /// <summary>"61.2".</summary>
    public static string Percent(double fraction) => (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>"+51.1", "−2.0" (with a minus sign as in print), "0.0": a difference in points.</summary>
    public static string Signed(double fraction) => (100 * fraction).ToString("+0.0;\u22120.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>"71.4–81.6".</summary>
    public static string Range(Interval interval) => $"{Percent(interval.Low)}–{Percent(interval.High)}";

    /// <summary>"0.062", "1.347".</summary>
    public static string Number(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>"61.2%", for the places and lengths of a drawing.</summary>
    public static string Share(double fraction) => (100 * fraction).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    /// <summary>"3,072".</summary>
    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"12.4".</summary>
    public static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>"1, 2, 3".</summary>
    public static string List(IEnumerable<long> numbers) => string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
}
