using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>What a study may change, one at a time.</summary>
public enum StudyAxisKind
{
    /// <summary>K, entries from the token table.</summary>
    K,

    /// <summary>M, context words.</summary>
    M,

    /// <summary>Shapes of the Kronecker factors.</summary>
    Factors,

    /// <summary>Where the entries come from.</summary>
    Dictionary,

    /// <summary>Where W starts.</summary>
    Start,
}

/// <summary>A sensitivity study of CK-CoOp: a star of settings around its default, not a grid. Immutable.</summary>
public sealed record StudyRequest
{
    /// <summary>Folder of the results where none is given.</summary>
    public const string UsualOutput = "kronclip-study";

    /// <summary>As in <see cref="TrainRequest.Images"/>; base-to-new needs four classes or more.</summary>
    public required string Images { get; init; }

    /// <summary>As in <see cref="TrainRequest.Model"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Training pictures per class.</summary>
    public int Shots { get; init; } = 16;

    /// <summary>Seeds; every setting is trained with each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>The axes to study.</summary>
    public IReadOnlyList<StudyAxisKind> Axes { get; init; } = Enum.GetValues<StudyAxisKind>();

    /// <summary>Values of K; null takes d/8, d/4, d/2, d and 2d, where the vocabulary allows them.</summary>
    public IReadOnlyList<int>? K { get; init; }

    /// <summary>Values of M; null takes 4, 8 and 16.</summary>
    public IReadOnlyList<int>? M { get; init; }

    /// <summary>Lists of factor shapes [k_i, d_i]; null takes the default and up to three others.</summary>
    public IReadOnlyList<IReadOnlyList<int[]>>? Factors { get; init; }

    /// <summary>Kinds of dictionary; null takes all, those of words only where there are <see cref="Words"/>.</summary>
    public IReadOnlyList<DictionaryKind>? Dictionaries { get; init; }

    /// <summary>Starts of W; null takes all.</summary>
    public IReadOnlyList<ContextStart>? Starts { get; init; }

    /// <summary>A person's own words for the dictionary axis: alone, and added to the default's centres.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Optimiser, rate, epochs, views; the same choice for every setting.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>Folder of page, document and cells.</summary>
    public string Output { get; init; } = UsualOutput;

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>Reads a word list as <see cref="CkCoOpOptions.Words"/> does.</summary>
    /// <exception cref="OptionsException">It cannot be read or is no word list.</exception>
    public static IReadOnlyList<string> ReadWords(string path) => WordList.Read(path);

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public void Validate()
    {
        if (Shots < 1)
            throw new OptionsException($"shots is {Shots}; give 1 or more pictures per class.");
        if (Seeds.Count == 0)
            throw new OptionsException("There are no seeds; give at least one.");
        if (Seeds.GroupBy(s => s).FirstOrDefault(g => g.Count() > 1) is { } seed)
            throw new OptionsException($"The seed {seed.Key} is given twice; a figure would count double. Give each seed once.");
        if (Axes.Count == 0)
            throw new OptionsException("There are no axes; give one or more of k, m, factors, dictionary, start.");
        if (K?.FirstOrDefault(k => k < 1, 1) is { } size and < 1)
            throw new OptionsException($"k is {size}; a dictionary has 1 entry or more.");
        if (Dictionaries?.Contains(DictionaryKind.Words) == true && Words.Count == 0)
            throw new OptionsException("The dictionary of words needs words; give a file with one word on each line with --words.");
        WordList.Validate(Words);
    }
}
