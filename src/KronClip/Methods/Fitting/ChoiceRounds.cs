using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>A try: fit to one part, count the right answers on the other.</summary>
/// <param name="Train">What is fitted to.</param>
/// <param name="Held">What judges.</param>
/// <param name="Pictures">Which of the training pictures <paramref name="Train"/> holds; null for all of them.</param>
sealed record ChoiceRound(UnitFeatures Train, UnitFeatures Held, IReadOnlyList<int>? Pictures = null);

/// <summary>
/// How hyper-parameters are chosen: on the validation pictures; where there are none, by cross-validation of the training pictures; where a class has a single
/// picture, not at all. What counts is the number of right answers, and among equals the first of the grid. Test pictures are not here to be seen.
/// </summary>
/// <param name="Rounds">One with validation pictures, one for each fold without, none where nothing can be chosen.</param>
/// <param name="Where">Which pictures choose, for the notes.</param>
sealed record ChoiceRounds(IReadOnlyList<ChoiceRound> Rounds, string Where)
{
    /// <summary>Whether there is anything to judge by.</summary>
    public bool Any => Rounds.Count > 0;

    /// <summary>Pictures that judge, each once.</summary>
    public int Judges => Rounds.Sum(r => r.Held.Count);

    /// <summary>The rounds for some training and validation pictures.</summary>
    /// <param name="train">Training pictures, each once.</param>
    /// <param name="validation">Validation pictures; may be none.</param>
    /// <param name="classes">C.</param>
    /// <param name="byPerson">How many training pictures, which come first, a person labelled: only they may judge (<see cref="LabelledFeatures.ByPerson"/>).</param>
    /// <param name="weight">How many pictures each of them counts for in training.</param>
    public static ChoiceRounds Of(UnitFeatures train, UnitFeatures validation, int classes, int byPerson, int weight)
    {
        if (validation.Count > 0)
            return new([new ChoiceRound(FitPictures.Weighted(train, [.. Enumerable.Range(0, train.Count)], byPerson, weight), validation)], $"on the {validation.Count} validation pictures");
        var k = FoldDeal.Count([.. train.Labels.Take(byPerson)], classes);
        return k switch
        {
            0 => new([], "there are no validation pictures, and a class has no training picture that a person labelled"),
            1 => new([], "there are no validation pictures, and a class has a single training picture"),
            _ => new(Folds(train, k, byPerson, weight), $"by {k}-fold cross-validation of the {byPerson} training pictures, as there are no validation pictures"),
        };
    }

    /// <summary>Right answers of each candidate over all rounds.</summary>
    /// <param name="right">The right answers of each candidate in a round.</param>
    public int[] Right(Func<ChoiceRound, int[]> right)
    {
        var sums = Array.Empty<int>();
        foreach (var round in Rounds)
        {
            var own = right(round);
            sums = sums.Length == 0 ? own : [.. sums.Zip(own, (a, b) => a + b)];
        }
        return sums;
    }

    /// <summary>The note on a choice, with how many of the judging pictures it got right.</summary>
    public string Chosen(string what, int right, string grid) => $"{what}: chosen {Where} ({right} of {Judges} right), from {grid}.";

    /// <summary>The note on a value that nothing could be chosen for.</summary>
    public string Fixed(string what) => $"{what}: not chosen but fixed, as {Where}.";

    /// <summary>The note on a value that a person gave.</summary>
    public static string Given(string what) => $"{what}: as given.";

    /// <summary>Index of the most right answers; the first of several.</summary>
    public static int Best(int[] right) => Array.IndexOf(right, right.Max());

    /// <summary>How many rows of <paramref name="logits"/>, [N×C], are highest at their label.</summary>
    public static int CountRight(DoubleMatrix logits, int[] labels)
    {
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
            right += Ranking.Argmax<double>(logits.Row(i)) == labels[i] ? 1 : 0;
        return right;
    }

    /// <summary>What no person labelled trains in each fold and is never held out.</summary>
    static ChoiceRound[] Folds(UnitFeatures train, int k, int byPerson, int weight) => [.. FoldDeal.Of([.. train.Labels.Take(byPerson)], k).Select(fold =>
    {
        int[] rest = [.. fold.Train, .. Enumerable.Range(byPerson, train.Count - byPerson)];
        return new ChoiceRound(FitPictures.Weighted(train, rest, byPerson, weight), train.Select(fold.Held), rest);
    })];
}
