using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>What a search for wrong labels says, in plain sentences.</summary>
public static class LabelVerdict
{
    /// <summary>Below this share of agreement the model does not know the pictures well enough for its doubts to mean much.</summary>
    const double LittleAgreement = 0.5;

    /// <summary>What to do with the list, said wherever it is shown.</summary>
    public const string Rule =
        "A suspect is a picture that looks like another class to classifiers that did not see it. Many are wrong labels, some are right but unusual, and wrong labels that look right are not found. Look at each before you change anything; nothing was changed here.";

    /// <summary>The sentences.</summary>
    /// <param name="suspects">Number of suspects.</param>
    /// <param name="pictures">Pictures that were looked at.</param>
    /// <param name="agreement">Share of them whose likeliest class is their label.</param>
    /// <param name="pairs">Which class is labelled as which, by name.</param>
    /// <param name="contradictions">Groups of equal files under several labels.</param>
    public static IReadOnlyList<string> Of(int suspects, int pictures, double agreement, IReadOnlyList<LabelPair> pairs, int contradictions)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var sentences = new List<string>
        {
            suspects == 0
                ? string.Create(CultureInfo.InvariantCulture, $"No label of {pictures} looks wrong.")
                : string.Create(CultureInfo.InvariantCulture, $"{suspects} of {pictures} labels ({PageFigures.Percent((double)suspects / pictures)} %) look wrong."),
        };
        if (pairs.Count > 0)
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"Most often {pairs[0].Likely} is labelled as {pairs[0].Label}: {pairs[0].Count}."));
        if (contradictions > 0)
            sentences.Add(string.Create(CultureInfo.InvariantCulture,
                $"{contradictions} {(contradictions == 1 ? "picture lies" : "pictures lie")} in more than one class, so at least one label of each is wrong."));
        if (agreement < LittleAgreement)
            sentences.Add($"Only {PageFigures.Percent(agreement)} % of the pictures look like their own label to the model, so it does not know these pictures well, or very many labels are wrong. Take the list with care; a model that knows them better finds more.");
        return sentences;
    }
}
