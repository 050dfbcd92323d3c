using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>What it took. Energy and money are given only where power and price were stated, and said to be that.</summary>
static class CostSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var (cost, text) = (page.Report.Cost, page.Text);
        return [FactList.Of(
        [
            (text.LearnedNumbers, PageFigures.Count(cost.Parameters)),
            (text.TrainTime, text.Seconds(cost.TrainSeconds)),
            (text.EncodeTime, Html.Phrase($"{text.Seconds(cost.EncodeSeconds)} ({text.Encoded(cost.Encoded)})")),
            (text.Speed, cost.PicturesPerSecond is { } speed ? text.PicturesPerSecond(speed.ToString("0.0", CultureInfo.InvariantCulture)) : text.SpeedUnknown),
            (text.Memory, Bytes(cost.PeakBytes)),
            (text.ClassifierSize, Bytes(cost.ClassifierBytes)),
            (text.Processor, Html.Phrase($"{Html.Name(cost.Processor)}, {text.ThreadCount(cost.Threads)}")),
            (text.Energy, Energy(cost, text)),
            .. cost is { Watts: { } watts, PricePerKilowattHour: { } price }
                ? [(text.Money, (HtmlNode)text.MoneyOf(Significant(WattHours(cost, watts) / 1000 * price), Significant(price), cost.Currency ?? ""))] : Array.Empty<(string, HtmlNode)>(),
        ]), Html.Of("p", Html.Class("caution after"), text.CostCaveat)];
    }

    static string Energy(ReportedCost cost, IRunText text) => cost.Watts is { } watts
        ? text.EnergyOf(Significant(WattHours(cost, watts)), Significant(watts), PageFigures.Seconds(Seconds(cost)))
        : text.EnergyUnknown;

    static double Seconds(ReportedCost cost) => cost.EncodeSeconds + cost.TrainSeconds;

    /// <summary>Wh = W · s / 3600.</summary>
    static double WattHours(ReportedCost cost, double watts) => watts * Seconds(cost) / 3600;

    static string Bytes(long bytes) => bytes >= 1 << 20
        ? $"{(bytes / (double)(1 << 20)).ToString("#,0.0", CultureInfo.InvariantCulture)} MiB"
        : $"{(bytes / 1024.0).ToString("0.0", CultureInfo.InvariantCulture)} KiB";

    /// <summary>About three digits: more would pretend a measurement.</summary>
    static string Significant(double number) => number switch
    {
        >= 100 => number.ToString("#,0", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => number.ToString("0.######", CultureInfo.InvariantCulture),
    };
}

/// <summary>Facts under their names.</summary>
static class FactList
{
    public static HtmlNode Of(IReadOnlyList<(string Name, HtmlNode Fact)> facts) => Html.Of("dl", [.. facts.SelectMany(f => new[] { Html.Of("dt", f.Name), Html.Of("dd", f.Fact) })]);
}
