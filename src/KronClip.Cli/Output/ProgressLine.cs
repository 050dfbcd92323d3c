using System.Globalization;

namespace KronClip.Cli.Output;

/// <summary>How far a stage is: name, bar, count, rate and time left. Rate and time are measured from the first report on, so what a cache answered at once does not flatter them.</summary>
sealed class ProgressLine(TextWriter writer, int width, string name, long total, string unit)
{
    const int BarColumns = 24;
    const string EraseLine = "\r\u001b[2K";

    readonly TimeProvider clock = TimeProvider.System;
    readonly long began = TimeProvider.System.GetTimestamp();
    long firstDone = -1, firstAt;
    long done;
    string? detail;

    public TimeSpan Elapsed => clock.GetElapsedTime(began);

    public void Advance(long now, string? what)
    {
        if (firstDone < 0)
            (firstDone, firstAt) = (now, clock.GetTimestamp());
        (done, detail) = (now, what);
    }

    public void Erase() => writer.Write(EraseLine);

    public void Draw()
    {
        var filled = total > 0 ? (int)(BarColumns * Math.Clamp((double)done / total, 0, 1)) : 0;
        var bar = new string('━', filled) + new string('─', BarColumns - filled);
        writer.Write(EraseLine + Visible.Fit($"{name} {bar} {Counted}{Pace}{Detail}", width - 1));
        writer.Flush();
    }

    /// <summary>The state as a plain line, for logs and pipes.</summary>
    public string Plain => $"{name}: {Counted}{Pace}{Detail}";

    /// <summary>The line that stays when the stage is over.</summary>
    public string Final => string.Create(CultureInfo.InvariantCulture, $"{name}: {Counted} {unit} in {Durations.Short(Elapsed)}{Speed}{Detail}");

    string Counted => string.Create(CultureInfo.InvariantCulture, $"{done}/{total}");

    string Detail => string.IsNullOrEmpty(detail) ? "" : $", {detail}";

    string Speed => Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $" ({rate:#,0.#}/s)") : "";

    string Pace => Rate is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $" {unit}, {rate:#,0.#}/s, {Durations.Short(TimeSpan.FromSeconds(Math.Min(1e8, (total - done) / rate)))} left")
        : $" {unit}";

    /// <summary>Units per second, once there is something to measure.</summary>
    double? Rate
    {
        get
        {
            var seconds = clock.GetElapsedTime(firstAt).TotalSeconds;
            return firstDone >= 0 && done > firstDone && seconds > 0.05 ? (done - firstDone) / seconds : null;
        }
    }
}
