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
        return new FitPictures(features, ChoiceRounds.Of(features, UnitFeatures.Of(validation, "validation"), setup.Classes));
    }
}
