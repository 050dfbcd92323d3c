using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>What a study of add-ons says, one line for each figure: which of them differ from the plain method by more than the seeds do, and which do not.</summary>
public static class AddOnFinding
{
    /// <summary>How to read the figures.</summary>
    public const string Rule =
        "Every row is the same method on the same pictures, with the same seeds, and one thing added; the last row has all of them. Nothing was chosen by these figures. Many differences stand beside each other "
        + "here, so a few that are only just beyond the spread over the seeds are to be expected by chance. New classes are served by the prompt alone, so a closed form changes nothing there.";

    static readonly (string Name, Func<StudyFigures, ProtocolFigure> Of)[] Parts =
    [
        ("all classes", f => f.Test), ("base classes", f => f.Base), ("new classes", f => f.New), ("harmonic mean", f => f.Harmonic),
    ];

    /// <summary>The sentences.</summary>
    /// <param name="values">The plain method, which is the default, and the others.</param>
    /// <param name="figures">Figures of all rows.</param>
    public static string Of(IReadOnlyList<StudyValue> values, IReadOnlyList<StudyFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(figures);
        StudyFigures Figures(StudyValue value) => figures.First(f => f.Row == value.Row);
        var plain = Figures(values.First(v => v.IsDefault));
        var others = values.Where(v => !v.IsDefault).ToArray();
        return string.Join('\n', Parts.Select(part => Sentence(part.Name, part.Of(plain), [.. others.Select(v => (v.Label, part.Of(Figures(v))))])));
    }

    static string Sentence(string part, ProtocolFigure plain, (string Label, ProtocolFigure Figure)[] others)
    {
        string Listed(IEnumerable<(string Label, ProtocolFigure Figure)> rows) => string.Join(", ", rows.Select(r => $"{r.Label} {Points(r.Figure.Mean - plain.Mean)}"));
        var where = $"{char.ToUpperInvariant(part[0])}{part[1..]}, against {PageFigures.Percent(plain.Mean)} % plain";
        if (plain.PerSeed.Count == 1)
            return $"{where}: {Listed(others)}. One seed says nothing of the spread over seeds.";
        var beyond = others.ToLookup(o => Verdict.BeyondSeeds(plain, o.Figure));
        var clear = beyond[true].ToLookup(o => Verdict.BeyondSampling(plain, o.Figure));
        string[] said =
        [
            .. clear[true].Any() ? [$"more than the spread over the seeds, and clear: {Listed(clear[true])}"] : Array.Empty<string>(),
            .. clear[false].Any() ? [$"more than the spread over the seeds, but not clear with so few pictures: {Listed(clear[false])}"] : Array.Empty<string>(),
            .. beyond[false].Any() ? [$"no more than the spread over the seeds: {Listed(beyond[false])}"] : Array.Empty<string>(),
        ];
        return $"{where}: {string.Join("; ", said)}.";
    }

    static string Points(double difference) => (100 * difference).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);
}
