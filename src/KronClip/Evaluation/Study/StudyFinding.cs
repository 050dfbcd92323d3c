namespace KronClip.Evaluation;

/// <summary>
/// What an axis says, in plain sentences: whether its settings differ by more than the seeds do, and which one validation would choose. Test figures are told,
/// never chosen by.
/// </summary>
public static class StudyFinding
{
    /// <summary>The sentences of one axis.</summary>
    /// <param name="title">The axis.</param>
    /// <param name="values">Its settings.</param>
    /// <param name="figures">Figures of all rows.</param>
    /// <param name="rows">All rows.</param>
    public static string Of(string title, IReadOnlyList<StudyValue> values, IReadOnlyList<StudyFigures> figures, IReadOnlyList<MethodRow> rows)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(rows);
        if (values.Count < 2)
            return $"{title}: one setting alone, so there is nothing to compare.";
        StudyFigures Of(StudyValue value) => figures.First(f => f.Row == value.Row);
        var onNew = $"On classes that were only named {Range([.. values.Select(v => (v, Of(v).New))])}.";
        if (values.Any(v => Of(v).Validation is null))
            return $"{title}: there are no validation pictures, so nothing can be chosen. {onNew}";
        var chosen = Chosen(values, figures, rows)!;
        var centre = values.FirstOrDefault(v => v.IsDefault);
        var choice = chosen.IsDefault || centre is null
            ? $"Validation chooses {chosen.Label}{(chosen.IsDefault ? ", the default" : "")}: {Percent(Of(chosen).Test)} % on test pictures."
            : $"Validation chooses {chosen.Label} over the default {centre.Label}: {Percent(Of(chosen).Test)} % on test pictures against {Percent(Of(centre).Test)} %.";
        return $"{title}: on validation pictures {Range([.. values.Select(v => (v, Of(v).Validation!))])}. {choice} {onNew}";
    }

    /// <summary>
    /// The setting with the highest mean validation accuracy; among equals the one with the fewest learned numbers, then the default, then the first. Null where
    /// there are no validation pictures.
    /// </summary>
    public static StudyValue? Chosen(IReadOnlyList<StudyValue> values, IReadOnlyList<StudyFigures> figures, IReadOnlyList<MethodRow> rows)
    {
        ArgumentNullException.ThrowIfNull(values);
        var validated = values.Select(v => (Value: v, Figure: figures.First(f => f.Row == v.Row).Validation)).ToArray();
        return validated.Length == 0 || validated.Any(v => v.Figure is null) ? null : validated
            .OrderByDescending(v => v.Figure!.Mean).ThenBy(v => rows.First(r => r.Id == v.Value.Row).Parameters).ThenByDescending(v => v.Value.IsDefault)
            .First().Value;
    }

    /// <summary>"the settings differ by more than the seeds do: from 61.2 % (16) to 70.0 % (512)", or what else is true of lowest and highest.</summary>
    static string Range(IReadOnlyList<(StudyValue Value, ProtocolFigure Figure)> measured)
    {
        var (low, high) = (measured.MinBy(m => m.Figure.Mean), measured.MaxBy(m => m.Figure.Mean));
        if (low.Figure.Mean == high.Figure.Mean)
            return $"all settings reach {Percent(high.Figure)} %";
        var span = $"from {Percent(low.Figure)} % ({low.Value.Label}) to {Percent(high.Figure)} % ({high.Value.Label})";
        if (high.Figure.PerSeed.Count == 1)
            return $"the settings reach {span}, and one seed says nothing of the spread over seeds";
        return !Verdict.BeyondSeeds(low.Figure, high.Figure) ? $"it makes no difference beyond the spread over the seeds, {span}"
            : Verdict.BeyondSampling(low.Figure, high.Figure) ? $"it matters beyond the spread over the seeds, {span}"
            : $"it matters beyond the spread over the seeds, {span}, but not clearly with so few pictures";
    }

    static string Percent(ProtocolFigure figure) => PageFigures.Percent(figure.Mean);
}
