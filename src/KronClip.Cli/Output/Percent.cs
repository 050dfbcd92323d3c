using System.Globalization;

namespace KronClip.Cli.Output;

/// <summary>Fractions as percentages, without culture.</summary>
static class Percent
{
    /// <summary>What stands where there is no figure.</summary>
    public const string None = "–";

    /// <summary>"57.8", or "–" where there is none.</summary>
    public static string Of(double? fraction) => fraction is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) : None;

    /// <summary>"+4.7", "-0.3", "0.0"; or "–" where one of both is missing.</summary>
    public static string Change(double? before, double? after) =>
        before is { } from && after is { } to ? (100 * (to - from)).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) : None;
}
