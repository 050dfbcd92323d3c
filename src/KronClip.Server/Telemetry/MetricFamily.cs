using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace KronClip.Server;

/// <summary>
/// One instrument with all its label values, in Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats). Names follow OpenTelemetry's rules for
/// Prometheus: dots become underscores, the unit is spelt out, counters end in _total.
/// </summary>
sealed class MetricFamily
{
    /// <summary>Labels come from fixed lists; should one ever not, memory stays bounded.</summary>
    const int MostSeries = 1000;

    /// <summary>OpenTelemetry's default, where an instrument does not say its own.</summary>
    static readonly double[] UsualBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    readonly string help;
    readonly Kind kind;
    readonly bool observed;
    readonly double[] bounds;
    readonly Dictionary<string, Series> series = new(StringComparer.Ordinal);

    MetricFamily(Instrument instrument, Kind kind, bool observed, IReadOnlyList<double>? bounds)
    {
        (this.kind, this.observed, this.bounds) = (kind, observed, [.. bounds ?? UsualBounds]);
        Name = NameOf(instrument.Name, instrument.Unit, kind);
        help = (instrument.Description ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    enum Kind { Counter, Gauge, Histogram }

    /// <summary>The name in the page.</summary>
    public string Name { get; }

    /// <summary>The family of an instrument; null for kinds that the server has none of.</summary>
    public static MetricFamily? Of(Instrument instrument) => instrument switch
    {
        Counter<int> or Counter<long> or Counter<double> => new(instrument, Kind.Counter, false, null),
        ObservableCounter<int> or ObservableCounter<long> or ObservableCounter<double> => new(instrument, Kind.Counter, true, null),
        UpDownCounter<int> or UpDownCounter<long> or UpDownCounter<double> => new(instrument, Kind.Gauge, false, null),
        ObservableUpDownCounter<int> or ObservableUpDownCounter<long> or ObservableUpDownCounter<double> => new(instrument, Kind.Gauge, true, null),
        ObservableGauge<int> or ObservableGauge<long> or ObservableGauge<double> => new(instrument, Kind.Gauge, true, null),
        Histogram<double> histogram => new(instrument, Kind.Histogram, false, histogram.Advice?.HistogramBucketBoundaries),
        Histogram<long> histogram => new(instrument, Kind.Histogram, false, histogram.Advice?.HistogramBucketBoundaries?.Select(b => (double)b).ToArray()),
        Histogram<int> histogram => new(instrument, Kind.Histogram, false, histogram.Advice?.HistogramBucketBoundaries?.Select(b => (double)b).ToArray()),
        _ => null,
    };

    /// <summary>One measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        lock (series)
        {
            if (!series.TryGetValue(labels, out var one))
            {
                if (series.Count == MostSeries)
                    return;
                series[labels] = one = new Series(bounds.Length + 1);
            }
            if (kind == Kind.Histogram)
            {
                var place = Array.FindIndex(bounds, bound => value <= bound);
                one.Buckets[place < 0 ? bounds.Length : place]++;
            }
            one.Count++;
            one.Value = observed ? value : one.Value + value;
        }
    }

    /// <summary>Observed values are asked for anew each time; what is not told again is gone.</summary>
    public void ForgetObserved()
    {
        if (!observed)
            return;
        lock (series)
            series.Clear();
    }

    /// <summary>Writes the family; nothing where nothing was measured.</summary>
    public void Write(StringBuilder text)
    {
        lock (series)
        {
            if (series.Count == 0)
                return;
            text.Append("# HELP ").Append(Name).Append(' ').Append(help).Append('\n');
            text.Append("# TYPE ").Append(Name).Append(' ').Append(kind switch { Kind.Counter => "counter", Kind.Gauge => "gauge", _ => "histogram" }).Append('\n');
            foreach (var (labels, one) in series.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                if (kind != Kind.Histogram)
                {
                    Line(text, "", labels, one.Value);
                    continue;
                }
                var count = 0L;
                for (var b = 0; b <= bounds.Length; b++)
                {
                    count += one.Buckets[b];
                    var bound = b == bounds.Length ? "+Inf" : Number(bounds[b]);
                    Line(text, "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
                }
                Line(text, "_sum", labels, one.Value);
                Line(text, "_count", labels, one.Count);
            }
        }
    }

    void Line(StringBuilder text, string suffix, string labels, double value)
    {
        text.Append(Name).Append(suffix);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString(CultureInfo.InvariantCulture);

    static string NameOf(string name, string? unit, Kind kind)
    {
        var plain = Plain(name);
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!plain.EndsWith(suffix, StringComparison.Ordinal))
            plain += suffix;
        return kind == Kind.Counter && !plain.EndsWith("_total", StringComparison.Ordinal) ? plain + "_total" : plain;
    }

    static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
            return "";
        var labels = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++)
            labels[i] = $"{Plain(tags[i].Key)}=\"{Escaped(Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "")}\"";
        Array.Sort(labels, StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    static string Plain(string name) => string.Concat(name.Select((c, i) => char.IsAsciiLetter(c) || c == '_' || (i > 0 && char.IsAsciiDigit(c)) ? c : '_'));

    static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    sealed class Series(int buckets)
    {
        public long[] Buckets { get; } = new long[buckets];

        public long Count { get; set; }

        public double Value { get; set; }
    }
}
