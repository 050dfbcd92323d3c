namespace KronClip.Evaluation;

/// <summary>A method's answers on pictures that its fits did not see.</summary>
/// <param name="Method">Name in the catalogue.</param>
/// <param name="Title">Name for a person.</param>
/// <param name="Learns">Whether it takes anything from training pictures; what does not is the baseline.</param>
/// <param name="NewClasses">Whether its classifier takes classes by name that it was not trained on: it has a prompt, hand-written or learned.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="Right">For each picture whether the answer was right; the same pictures in the same order for all candidates.</param>
public sealed record CandidateAnswers(string Method, string Title, bool Learns, bool NewClasses, long Parameters, IReadOnlyList<bool> Right)
{
    /// <summary>Right answers.</summary>
    public int Count => Right.Count(right => right);

    /// <summary>Pictures that this one gets right and the other does not.</summary>
    public int Only(CandidateAnswers other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Right.Zip(other.Right).Count(pair => pair.First && !pair.Second);
    }
}

/// <summary>
/// Which of several methods to take, from their answers on the same held-out pictures. Not simply the one with the most right answers: on so few pictures the first of many
/// is first by luck as often as not, and what is lost by taking a simpler one is small where the difference is. So the one-standard-error rule (Breiman, Friedman, Olshen and
/// Stone, 1984, section 3.4.3), in a paired and exact form: a candidate is in reach of the one with the most right answers unless a coin would put it as far behind
/// on the pictures on which the two differ with a probability of at most Φ(−1) = 0.159, which is one standard error. Of those in reach the simplest is taken. Pure.
/// </summary>
public static class ChoiceRule
{
    /// <summary>Φ(−1): the tail of a normal curve beyond one standard error.</summary>
    public const double OneStandardError = 0.15865525393145707;

    /// <summary>Index of the candidate with the most right answers; of several the simplest.</summary>
    public static int MostRight(IReadOnlyList<CandidateAnswers> candidates)
    {
        Require(candidates);
        return candidates.Index().OrderByDescending(c => c.Item.Count).ThenBy(c => c, Simplest).First().Index;
    }

    /// <summary>Whether a candidate is not clearly behind the one with the most right answers.</summary>
    public static bool InReach(CandidateAnswers candidate, CandidateAnswers mostRight)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(mostRight);
        return ExactTests.OneSided(mostRight.Only(candidate), candidate.Only(mostRight)) > OneStandardError;
    }

    /// <summary>Index of the candidate to take: of those in reach the simplest.</summary>
    public static int Pick(IReadOnlyList<CandidateAnswers> candidates)
    {
        var best = candidates[MostRight(candidates)];
        return candidates.Index().Where(c => InReach(c.Item, best)).Order(Simplest).First().Index;
    }

    /// <summary>
    /// What serves new classes comes first, as it can do what the others cannot; then fewer learned numbers, which is less to have been learned by heart; then more right
    /// answers; then the order in which the candidates were given.
    /// </summary>
    static Comparer<(int Index, CandidateAnswers Item)> Simplest { get; } = Comparer<(int Index, CandidateAnswers Item)>.Create((a, b) =>
        (!a.Item.NewClasses, a.Item.Parameters, -a.Item.Count, a.Index).CompareTo((!b.Item.NewClasses, b.Item.Parameters, -b.Item.Count, b.Index)));

    static void Require(IReadOnlyList<CandidateAnswers> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0)
            throw new ArgumentException("There are no candidates to choose from.", nameof(candidates));
        if (candidates.Select(c => c.Right.Count).Distinct().ToArray() is not [> 0])
            throw new ArgumentException("All candidates must have answered the same pictures, one or more.", nameof(candidates));
    }
}
