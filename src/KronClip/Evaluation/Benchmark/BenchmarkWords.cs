using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>How a benchmark's columns and differences are said, on pages, in tables and in sentences.</summary>
static class BenchmarkWords
{
    /// <summary>What the figures of a protocol's summary are: "harmonic mean of base and new accuracy".</summary>
    public static string Headline(ProtocolKind protocol) => protocol switch
    {
        ProtocolKind.BaseToNew => "harmonic mean of base and new accuracy",
        ProtocolKind.Domain => "accuracy on shifted pictures",
        ProtocolKind.CrossTask => "accuracy on tasks that it was only told the names of",
        _ => "accuracy",
    };

    /// <summary>Where: "over 11 sets (1 partial)", "on OxfordPets".</summary>
    public static string Where(BenchmarkColumn column, IReadOnlyList<BenchmarkSetFacts> sets)
    {
        if (column.Set is { } set)
            return sets.First(s => s.Name == set) is var own && own.IsPartial ? $"on {own.Title} (partial)" : $"on {own.Title}";
        var partial = column.Over.Count(name => sets.First(s => s.Name == name).IsPartial);
        return string.Create(CultureInfo.InvariantCulture, $"over {column.Over.Count} sets{(partial > 0 ? $" ({partial} partial)" : "")}");
    }

    /// <summary>A part as a heading: "base", "H".</summary>
    public static string Part(string part) => part switch { BenchmarkColumn.HarmonicMean => "H", BenchmarkColumn.MeanOfHarmonicMeans => "mean of H", _ => part };

    /// <summary>"1.3 points".</summary>
    public static string Points(double difference) => PageFigures.Percent(Math.Abs(difference)) is "1.0" ? "1.0 point" : $"{PageFigures.Percent(Math.Abs(difference))} points";

    /// <summary>"+1.3" or "−0.4", in points.</summary>
    public static string Signed(double difference) => PageFigures.Percent(Math.Abs(difference)) is "0.0" ? "0.0" : $"{(difference > 0 ? "+" : "−")}{PageFigures.Percent(Math.Abs(difference))}";

    /// <summary>"−0.4 to +1.2".</summary>
    public static string Range(Interval interval) => $"{Signed(interval.Low)} to {Signed(interval.High)}";

    /// <summary>"4 pictures of each class".</summary>
    public static string Shots(int shots) => shots == 1 ? "1 picture of each class" : string.Create(CultureInfo.InvariantCulture, $"{shots} pictures of each class");

    /// <summary>A probability of a test.</summary>
    public static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);
}
