using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What is to be said of a classifier.</summary>
public sealed record ClassifierQuestion
{
    /// <summary>Two classes, by folder or name, whose difference is described; null for none.</summary>
    public IReadOnlyList<string>? Between { get; init; }

    /// <summary>Pictures among which those at the boundary of the two are looked for: a picture, a folder or a set of the workshop; null for none.</summary>
    public string? Images { get; init; }

    /// <summary>A file of words, one a line, in place of the usual ones; null for those.</summary>
    public string? Words { get; init; }

    /// <summary>Neighbours that are named for each class; 1 or more.</summary>
    public int Neighbours { get; init; } = 3;

    /// <summary>Words and pictures that are named for each side; 1 or more.</summary>
    public int Top { get; init; } = 8;

    /// <summary>Checks the question and returns it.</summary>
    /// <exception cref="OptionsException">Something cannot be meant.</exception>
    public ClassifierQuestion Validate()
    {
        if (Between is { Count: not 2 })
            throw new OptionsException(FormattableString.Invariant($"{Between.Count} {(Between.Count == 1 ? "class is" : "classes are")} named to be told apart; name two, as in --between bolt,nut."));
        if (Between is null && (Images is not null || Words is not null))
            throw new OptionsException($"{(Images is not null ? "--images" : "--words")} is for two classes that are told apart; name them too, as in --between bolt,nut.");
        if (Neighbours < 1 || Top < 1)
            throw new OptionsException(FormattableString.Invariant($"neighbours is {Neighbours} and top is {Top}; give 1 or more."));
        return this;
    }
}

/// <summary>A class that is near another.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cosine">Cosine of the two directions; comparable within one classifier alone.</param>
public sealed record NearClass(string Name, double Cosine);

/// <summary>The nearest classes of a class, nearest first.</summary>
public sealed record ClassNeighbours(string Name, IReadOnlyList<NearClass> Nearest);

/// <summary>A word, and how far it lies along the difference of two classes.</summary>
/// <param name="Word">The word.</param>
/// <param name="Along">Its text embedding times the unit difference, less the mean over all words.</param>
/// <param name="Deviations">The same in standard deviations over all words.</param>
public sealed record WordAlong(string Word, double Along, double Deviations);

/// <summary>A picture, and how much surer the classifier is of the first class than of the second.</summary>
/// <param name="Path">The picture.</param>
/// <param name="LogOdds">log p_a/p_b.</param>
public sealed record PictureAlong(string Path, double LogOdds);

/// <summary>Pictures that the classifier gives to one of two classes.</summary>
/// <param name="Looked">Pictures that could be read.</param>
/// <param name="Between">How many of them it gives to one of the two.</param>
/// <param name="SurestFirst">Those surest of the first class, surest first.</param>
/// <param name="NearestBoundary">Those nearest to the boundary of the two, nearest first.</param>
/// <param name="SurestSecond">Those surest of the second class, surest first.</param>
/// <param name="Unreadable">Pictures that could not be read, with the reason.</param>
public sealed record BoundaryPictures(
    int Looked, int Between, IReadOnlyList<PictureAlong> SurestFirst, IReadOnlyList<PictureAlong> NearestBoundary, IReadOnlyList<PictureAlong> SurestSecond, IReadOnlyList<string> Unreadable);

/// <summary>What separates two classes.</summary>
/// <param name="First">The first class.</param>
/// <param name="Second">The second class.</param>
/// <param name="Cosine">Cosine of their directions.</param>
/// <param name="WordsFrom">Where the words come from.</param>
/// <param name="Words">How many were looked at.</param>
/// <param name="TowardsFirst">Those farthest towards the first class, farthest first.</param>
/// <param name="TowardsSecond">Those farthest towards the second class, farthest first.</param>
/// <param name="Pictures">Pictures at the boundary and far from it; null where none were given.</param>
public sealed record ClassSeparation(
    string First, string Second, double Cosine, string WordsFrom, int Words, IReadOnlyList<WordAlong> TowardsFirst, IReadOnlyList<WordAlong> TowardsSecond, BoundaryPictures? Pictures);

/// <summary>What a classifier has learned, as far as it can be said.</summary>
/// <param name="Classifier">The file.</param>
/// <param name="Method">Its method.</param>
/// <param name="Model">Its base model.</param>
/// <param name="Head">The kind of its head.</param>
/// <param name="Context">The learned context in words; null where there is none, and a note says why.</param>
/// <param name="Directions">What stands for the classes where they are compared.</param>
/// <param name="Classes">For each class its neighbours.</param>
/// <param name="Separation">What separates two classes; null where it was not asked for.</param>
/// <param name="Notes">What a reader should know.</param>
public sealed record ClassifierExplanation(
    string Classifier, string Method, string Model, string Head, ReportedContext? Context, string Directions, IReadOnlyList<ClassNeighbours> Classes, ClassSeparation? Separation, IReadOnlyList<string> Notes)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => ExplainJson.Write(this, ExplainJson.Context.ClassifierExplanation);
}
