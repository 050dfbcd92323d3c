namespace KronClip.Load;

/// <summary>One combination of callers and pictures a request, over all rounds.</summary>
/// <param name="Clients">Callers at the same time.</param>
/// <param name="Pictures">Pictures of a request.</param>
sealed record Cell(int Clients, int Pictures)
{
    readonly List<double> engines = [], rates = [], ratios = [], latencies = [];
    int refused, answered;
    double processor;

    /// <summary>A turn of the callers, and the engine's just before.</summary>
    public void Add(double engine, CallersTurn turn, double processorSeconds)
    {
        var rate = turn.Pictures / turn.Seconds;
        engines.Add(engine);
        rates.Add(rate);
        ratios.Add(rate / engine);
        latencies.AddRange(turn.Latencies);
        (refused, answered, processor) = (refused + turn.Refused, answered + turn.Pictures, processor + processorSeconds);
    }

    /// <summary>Medians over rounds, ratios taken within a round first; percentiles over all requests.</summary>
    public string Line() => FormattableString.Invariant($"| {Clients} | {Pictures} | {Milliseconds(0.5)} | {Milliseconds(0.9)} | {Milliseconds(0.99)} | {Quantile(rates, 0.5):0.0} | {Quantile(engines, 0.5):0.0} | {Quantile(ratios, 0.5):0.00} | {1000 * processor / Math.Max(1, answered):0.0} ms | {refused} |");

    string Milliseconds(double share) => FormattableString.Invariant($"{1000 * Quantile(latencies, share):0.0} ms");

    /// <summary>The value below which that share lies (nearest rank).</summary>
    static double Quantile(List<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
