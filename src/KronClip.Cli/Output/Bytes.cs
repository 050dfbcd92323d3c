using System.Globalization;

namespace KronClip.Cli.Output;

/// <summary>Sizes for a person.</summary>
static class Bytes
{
    /// <summary>"1.71 GB", "93.8 MB", "4.6 kB".</summary>
    public static string Text(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
    };
}
