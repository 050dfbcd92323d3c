namespace KronClip.Data;

/// <summary>How many of a class's n distinct pictures train, choose and test. Pure arithmetic; the draw itself is elsewhere.</summary>
/// <param name="Rule">The rule applied.</param>
/// <param name="Train">Pictures for training.</param>
/// <param name="Validation">Pictures for validation.</param>
/// <param name="Test">Pictures for the test.</param>
readonly record struct ClassDivision(ClassRule Rule, int Train, int Validation, int Test)
{
    /// <summary>The least number of distinct pictures with which a class has an honest test set.</summary>
    public const int Least = 3;

    /// <summary>
    /// Without given parts, n ≥ 3. With s shots and v = min(s, 4): n ≥ s + v + 2 gives s, v and the rest. Below that a fifth each, rounded
    /// and at least one, for validation and test, and the rest, the largest part, for training. Training never gets more than s: what is
    /// over goes to the test.
    /// </summary>
    public static ClassDivision Of(int n, SplitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, Least);
        var (shots, validation) = (options.Shots, options.ValidationShots);
        if (!options.AllAvailable && n - validation - 2 >= shots)
            return new(ClassRule.Shots, shots, validation, n - shots - validation);
        var fifth = Fifth(n);
        var train = options.AllAvailable ? n - 2 * fifth : Math.Min(shots, n - 2 * fifth);
        return new(ClassRule.Proportional, train, fifth, n - fifth - train);
    }

    /// <summary>In a split without a test set: training first, then validation from what is over; the rest has no use.</summary>
    public static ClassDivision WithoutTest(int n, SplitOptions options)
    {
        var train = options.AllAvailable ? n : Math.Min(n, options.Shots);
        return new(ClassRule.CrossValidation, train, Math.Min(n - train, options.ValidationShots), 0);
    }

    /// <summary>
    /// Inside given parts, with n pictures to train on. If validation was given too, all n are for training. Otherwise
    /// min(shots, 4) are set aside for validation if n ≥ shots + min(shots, 4), else a fifth, and none below three.
    /// </summary>
    public static ClassDivision InsideTraining(int n, bool validationGiven, SplitOptions options)
    {
        var wanted = options.AllAvailable ? n : options.Shots;
        var aside = validationGiven ? 0
            : !options.AllAvailable && n - options.ValidationShots >= wanted ? options.ValidationShots
            : n < Least ? 0
            : options.AllAvailable ? Fifth(n)
            : Math.Min(options.ValidationShots, Fifth(n));
        return new(ClassRule.Given, Math.Min(wanted, n - aside), aside, 0);
    }

    /// <summary>n/5 rounded to the nearest whole number, at least 1.</summary>
    static int Fifth(int n) => Math.Max(1, (n + 2) / 5);
}
