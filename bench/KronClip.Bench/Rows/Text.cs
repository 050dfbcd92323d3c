using System.Globalization;

namespace KronClip.Bench.Rows;

/// <summary>Figures as the tables show them.</summary>
static class Text
{
    public static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Shape(int rows, int inner, int columns) => string.Create(CultureInfo.InvariantCulture, $"{rows} × {inner} × {columns}");

    public static string GigaFlops(double multiplyAddsPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{2e-9 * multiplyAddsPerSecond:0} GFLOP/s");

    public static string Percent(double part) => double.IsNaN(part) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * part:0} %");

    public static string PercentFine(double part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:0.00} %");

    public static string Ratio(double ratio) => double.IsNaN(ratio) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}");

    public static string Times(double ratio) => double.IsNaN(ratio) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0}×");

    public static string Milliseconds(double seconds) => double.IsNaN(seconds) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{1e3 * seconds:#,0.0} ms");

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,0} MB");

    public static string Error(double difference) => difference.ToString("0.0e+0", CultureInfo.InvariantCulture);

    public static string PerSecond(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00}");

    public static string Hours(double seconds) => seconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : seconds < 7200 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
