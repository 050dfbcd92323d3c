using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>What a choice says of itself, and when it warns.</summary>
static class SelectionSentences
{
    /// <summary>The table in a line, and the pick with its leads.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<CandidateAnswers> ranked, CandidateAnswers picked, CandidateAnswers best, SelectionLeads lead, int folds)
    {
        var of = best.Right.Count;
        var table = string.Join(", ", ranked.Select(c => FormattableString.Invariant($"{c.Title} {c.Count}")));
        return [FormattableString.Invariant($"Cross-validated on the {of} training pictures in {folds} folds, right answers: {table}."), Pick(picked, best, lead, of), .. More(picked, best, lead)];
    }

    /// <summary>Whether zero-shot CLIP, which has seen none of the pictures, is better on them than guessing.</summary>
    public static IEnumerable<string> NearChance(CandidateAnswers? baseline, int classes)
    {
        if (baseline is null || baseline.Right.Count == 0 || ExactTests.AtLeast(baseline.Count, baseline.Right.Count, 1.0 / classes) is var p && p <= ExactTests.Level)
            return [];
        return [$"{GuessingSentence.Of(baseline.Title, (double)baseline.Count / baseline.Right.Count, 1.0 / classes)} Next: copy the run's classes.json, give each class the words that a caption of such a picture would have, and train again with --classes; or try another --model."];
    }

    /// <summary>Whether the best method without a prompt beats the best with one by more than chance.</summary>
    public static IEnumerable<string> WithoutWords(IReadOnlyList<CandidateAnswers> ranked)
    {
        var (probe, prompt) = (ranked.FirstOrDefault(c => !c.NewClasses), ranked.FirstOrDefault(c => c.NewClasses));
        if (probe is null || prompt is null || SelectionLead.Of(probe, prompt) is not { Ahead: > 0, Clear: true } lead)
            return [];
        return [FormattableString.Invariant($"CLIP's words may be the wrong tool for these pictures: {probe.Title}, which has no prompt, beats every prompt, {probe.Count} right against {prompt.Count} of {prompt.Title} ({P(lead.P)}). ")
            + $"Next: give better words (--classes), or a model that has seen such pictures with captions (--model). Or stay with {probe.Title}, if no class is to be added later by its name alone."];
    }

    static string Pick(CandidateAnswers picked, CandidateAnswers best, SelectionLeads lead, int of)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"{picked.Title}, right on {picked.Count} of {of} ({PageFigures.Percent((double)picked.Count / of)} %)");
        if (picked == best)
            return lead.Second is { } second ? $"Picked {own}: {Standing(second)}." : $"Picked {own}; there is no other candidate.";
        var why = picked.NewClasses && !best.NewClasses ? "it serves new classes" : "it learns fewer numbers";
        return $"No clear difference: took the simpler. Picked {own}, as {why} and is in reach of {best.Title}: {Standing(SelectionLead.Of(picked, best))}.";
    }

    static IEnumerable<string> More(CandidateAnswers picked, CandidateAnswers best, SelectionLeads lead)
    {
        var said = picked == best ? lead.Second?.Over : best.Method;
        foreach (var other in new[] { lead.BestPrompt, lead.ZeroShot }.OfType<SelectionLead>().Where(l => l.Over != said).DistinctBy(l => l.Over))
            yield return $"Beside {other.Title}{(other == lead.BestPrompt ? ", the best with a prompt" : "")}, {picked.Title} has {Standing(other, named: false)}.";
    }

    static string Standing(SelectionLead lead, bool named = true)
    {
        var count = Math.Abs(lead.Ahead).ToString(CultureInfo.InvariantCulture);
        var difference = lead.Ahead switch { > 0 => $"{count} more", < 0 => $"{count} fewer", _ => "as many right" } + (named ? lead.Ahead == 0 ? $" as {lead.Title}" : $" than {lead.Title}" : lead.Ahead == 0 ? "" : " right");
        return $"{difference}, {(lead.Clear ? "which is more than chance" : "no clear difference")} ({P(lead.P)})";
    }

    static string P(double p) => p < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.###}");
}
