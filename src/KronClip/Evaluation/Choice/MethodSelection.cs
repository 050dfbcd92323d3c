using System.Text.Json.Serialization;

namespace KronClip.Evaluation;

/// <summary>A candidate as the document has it.</summary>
/// <param name="Method">Name in the catalogue.</param>
/// <param name="Title">Name for a person.</param>
/// <param name="Right">Right answers on the held-out pictures.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="NewClasses">Whether it serves new classes.</param>
/// <param name="InReach">Whether it is not clearly behind the one with the most right answers.</param>
public sealed record SelectionCandidate(string Method, string Title, int Right, long Parameters, bool NewClasses, bool InReach);

/// <summary>The picked method beside another one, on the same held-out pictures.</summary>
/// <param name="Over">The other method.</param>
/// <param name="Title">Its name for a person.</param>
/// <param name="Ahead">Right answers of the pick less those of the other; below 0 where the other has more.</param>
/// <param name="OnlyPicked">Pictures that only the pick gets right.</param>
/// <param name="OnlyOther">Pictures that only the other gets right.</param>
/// <param name="P">Two-sided exact sign test.</param>
/// <param name="Clear">Whether that is more than chance: P is at most <see cref="ExactTests.Level"/>.</param>
public sealed record SelectionLead(string Over, string Title, int Ahead, int OnlyPicked, int OnlyOther, double P, bool Clear)
{
    internal static SelectionLead Of(CandidateAnswers picked, CandidateAnswers other)
    {
        var (own, others) = (picked.Only(other), other.Only(picked));
        var p = ExactTests.TwoSided(own, others);
        return new SelectionLead(other.Method, other.Title, own - others, own, others, p, p <= ExactTests.Level);
    }
}

/// <summary>The leads of a pick; null where there is no such other method.</summary>
/// <param name="Second">Over the best of the others.</param>
/// <param name="ZeroShot">Over what learns nothing.</param>
/// <param name="BestPrompt">Over the best that has a prompt, hand-written or learned; null where the pick has one itself.</param>
public sealed record SelectionLeads(SelectionLead? Second, SelectionLead? ZeroShot, SelectionLead? BestPrompt);

/// <summary>A choice among methods and how it came about: `choice` in metrics.json. Immutable.</summary>
public sealed record MethodSelection
{
    /// <summary>Folds; 0 where nothing could be held out and nothing was compared.</summary>
    public required int Folds { get; init; }

    /// <summary>Held-out pictures, each once.</summary>
    public required int Of { get; init; }

    /// <summary>The candidates, the most right answers first; none where nothing was compared.</summary>
    public required IReadOnlyList<SelectionCandidate> Candidates { get; init; }

    /// <summary>The method that is taken.</summary>
    public required string Picked { get; init; }

    /// <summary>Its name for a person.</summary>
    public required string PickedTitle { get; init; }

    /// <summary>How it stands beside others.</summary>
    public required SelectionLeads Lead { get; init; }

    /// <summary>How it came about, in plain sentences.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>What a person should look at, each with what to do next.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Everything that is said, for a classifier's provenance.</summary>
    [JsonIgnore]
    public IEnumerable<string> Said => Sentences.Concat(Warnings);

    /// <summary>Applies <see cref="ChoiceRule"/> to answers on held-out pictures.</summary>
    /// <param name="candidates">The candidates, in the order in which they were given.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="classes">C.</param>
    /// <param name="simple">Whether the simplest in reach is taken; else the one with the most right answers, whatever its lead.</param>
    public static MethodSelection Choose(IReadOnlyList<CandidateAnswers> candidates, int folds, int classes, bool simple = true)
    {
        var best = candidates[ChoiceRule.MostRight(candidates)];
        var picked = simple ? candidates[ChoiceRule.Pick(candidates)] : best;
        CandidateAnswers[] ranked = [.. candidates.Where(c => c == best), .. candidates.Where(c => c != best).OrderByDescending(c => c.Count)];
        SelectionLead? Over(CandidateAnswers? other) => other is null || other == picked ? null : SelectionLead.Of(picked, other);
        var lead = new SelectionLeads(
            Over(ranked.FirstOrDefault(c => c != picked)),
            Over(ranked.FirstOrDefault(c => !c.Learns)),
            picked.NewClasses ? null : Over(ranked.FirstOrDefault(c => c.NewClasses)));
        return new MethodSelection
        {
            Folds = folds,
            Of = best.Right.Count,
            Candidates = [.. ranked.Select(c => new SelectionCandidate(c.Method, c.Title, c.Count, c.Parameters, c.NewClasses, ChoiceRule.InReach(c, best)))],
            Picked = picked.Method,
            PickedTitle = picked.Title,
            Lead = lead,
            Sentences = SelectionSentences.Of(ranked, picked, best, lead, folds),
            Warnings = [.. SelectionSentences.NearChance(ranked.FirstOrDefault(c => !c.Learns), classes), .. SelectionSentences.WithoutWords(ranked)],
        };
    }

    /// <summary>A choice that no held-out pictures stand behind.</summary>
    /// <param name="picked">What is taken.</param>
    /// <param name="baseline">What learns nothing, with its answers on the training pictures, which it has not seen.</param>
    /// <param name="classes">C.</param>
    /// <param name="because">Why nothing could be held out.</param>
    public static MethodSelection WithoutComparison(CandidateAnswers picked, CandidateAnswers baseline, int classes, string because)
    {
        ArgumentNullException.ThrowIfNull(picked);
        return new MethodSelection
        {
            Folds = 0,
            Of = 0,
            Candidates = [],
            Picked = picked.Method,
            PickedTitle = picked.Title,
            Lead = new SelectionLeads(null, null, null),
            Sentences = [$"Nothing was compared: {because} Took {picked.Title} unseen. With two or more training pictures of each class the candidates are compared."],
            Warnings = [.. SelectionSentences.NearChance(baseline, classes)],
        };
    }
}
