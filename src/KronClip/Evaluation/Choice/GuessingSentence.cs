namespace KronClip.Evaluation;

/// <summary>What is said of a method that learns nothing and is not clearly better than guessing; where it stands on test pictures or on training pictures, the sentence is one.</summary>
static class GuessingSentence
{
    /// <param name="title">The method.</param>
    /// <param name="accuracy">What it reaches, as a fraction.</param>
    /// <param name="chance">What guessing reaches.</param>
    public static string Of(string title, double accuracy, double chance) =>
        $"{title} is not clearly better than guessing ({PageFigures.Percent(accuracy)} % against {PageFigures.Percent(chance)} %): the model does not know these classes by their words, and what is learned comes of the pictures. Other words, in classes.json, may help.";
}
