using KronClip.Clip;
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
public sealed record StudyRequest : StudyDesign
{
    /// <summary>Folder of the results where none is given.</summary>
    public const string UsualOutput = "kronclip-study";

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

    /// <inheritdoc/>
    public override string Output { get; init; } = UsualOutput;

    /// <summary>Reads a word list as <see cref="CkCoOpOptions.Words"/> does.</summary>
    /// <exception cref="OptionsException">It cannot be read or is no word list.</exception>
    public static IReadOnlyList<string> ReadWords(string path) => WordList.Read(path);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Axes.Count == 0)
            throw new OptionsException("There are no axes; give one or more of k, m, factors, dictionary, start.");
        if (K?.FirstOrDefault(k => k < 1, 1) is { } size and < 1)
            throw new OptionsException($"k is {size}; a dictionary has 1 entry or more.");
        if (Dictionaries?.Contains(DictionaryKind.Words) == true && Words.Count == 0)
            throw new OptionsException("The dictionary of words needs words; give a file with one word on each line with --words.");
        WordList.Validate(Words);
    }

    /// <inheritdoc/>
    internal override StudyPlan Plan(ClipModel model)
    {
        var lines = StudyAxes.Of(this, model.Text.Width, model.Text.VocabularySize - 2);
        RequireRoomForPhrases([.. lines.SelectMany(l => l.Settings)], model);
        return new StudyPlan("ck-coop", lines, StudyAxes.References);
    }

    /// <summary>A start from a phrase needs a context word for each of its tokens; two things would change at once if another phrase were taken.</summary>
    static void RequireRoomForPhrases(StudySetting[] settings, ClipModel model)
    {
        foreach (var setting in settings)
        {
            if (setting.Choice.Definition.ReadOptions(setting.Choice.Options) is CkCoOpOptions { Start: ContextStart.Phrase } options
                && model.Tokenizer.Encode(options.Phrase).Length is var tokens && tokens > options.ContextWords)
                throw new OptionsException(FormattableString.Invariant(
                    $"m is {options.ContextWords}, but the phrase that W starts from, \"{options.Phrase}\", has {tokens} tokens. An axis changes one thing alone; give values of m from {tokens}."));
        }
    }
}
