namespace KronClip.Methods;

/// <summary>The pictures of a fit, and the rounds in which hyper-parameters are tried on some of them.</summary>
/// <param name="Train">What the head is fitted to in the end.</param>
/// <param name="Rounds">Where something can be chosen: fitted to one part of each round, judged on the other.</param>
sealed record FitPictures(UnitFeatures Train, ChoiceRounds Rounds)
{
    /// <exception cref="DataException">A class has no training picture, or an embedding cannot be used.</exception>
    public static FitPictures Of(FitSetup setup, LabelledFeatures train, LabelledFeatures validation)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        var missing = Enumerable.Range(0, setup.Classes).Except(train.Labels).ToArray();
        if (missing.Length > 0)
            throw new DataException($"Class {missing[0]} of {setup.Classes} has no training picture, so it cannot be learned; give it some, or leave the class out.");
        var features = UnitFeatures.Of(train, "training");
        var (byPerson, weight) = (train.ByPerson ?? train.Labels.Length, train.Weight);
        var all = Enumerable.Range(0, features.Count).ToArray();
        return new FitPictures(Weighted(features, all, byPerson, weight), ChoiceRounds.Of(features, UnitFeatures.Of(validation, "validation"), setup.Classes, byPerson, weight));
    }

    /// <summary>Some of the pictures, those that a person labelled as often as they count.</summary>
    internal static UnitFeatures Weighted(UnitFeatures train, IReadOnlyList<int> pictures, int byPerson, int weight) =>
        weight == 1 && pictures.Count == train.Count ? train : train.Select([.. pictures.SelectMany(i => Enumerable.Repeat(i, i < byPerson ? weight : 1))]);
}
