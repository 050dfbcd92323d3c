using System.ComponentModel;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="ZeroShot"/>.</summary>
public sealed record ZeroShotOptions : ITemplateOptions
{
    /// <summary>Sentences with {} for the class name; several make an ensemble. A class may bring its own in classes.json.</summary>
    [Description("sentences with {} for the class name; several make an ensemble")]
    public IReadOnlyList<string> Templates { get; init; } = [ZeroShot.DefaultTemplate];

    /// <inheritdoc/>
    public void Validate() => ZeroShot.CheckTemplates(Templates);
}

/// <summary>
/// Zero-shot CLIP (Radford et al. 2021; KaiyangZhou/CoOp trainers/zsclip.py): class embeddings from hand-written sentences, nothing learned.
/// An ensemble is the mean of the normalised embeddings, normalised again.
/// </summary>
public static class ZeroShot
{
    /// <summary>The sentence of all data sets that have no own.</summary>
    public const string DefaultTemplate = "a photo of a {}.";

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new ZeroShotDefinition
    {
        Name = "zero-shot",
        Title = "Zero-shot CLIP",
        Summary = "hand-written sentences, nothing learned: the baseline",
        Source = "Radford et al. 2021, arXiv:2103.00020; CoOp trainers/zsclip.py",
    };

    /// <summary>Class embeddings, L2-normalised, [C×e].</summary>
    /// <param name="model">The model.</param>
    /// <param name="words">Words of each class.</param>
    /// <param name="templates">Sentences of each class, each with {} for the words.</param>
    /// <exception cref="TokenizerException">A sentence is longer than the text tower; the message names the class and its token count.</exception>
    public static Matrix ClassEmbeddings(ClipModel model, IReadOnlyList<string> words, IReadOnlyList<IReadOnlyList<string>> templates)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(templates);
        return Ensemble(model.Engine, model.Text.Encode(Sentences(model, words, templates)), templates.Select(t => t.Count).ToArray());
    }

    /// <summary>All sentences as tokens, class after class. Costs nothing, so that a class whose sentence is too long is found before any picture is read.</summary>
    /// <inheritdoc cref="ClassEmbeddings"/>
    internal static List<int[]> Sentences(ClipModel model, IReadOnlyList<string> words, IReadOnlyList<IReadOnlyList<string>> templates)
    {
        var texts = new List<int[]>();
        for (var c = 0; c < words.Count; c++)
        {
            foreach (var template in templates[c])
                texts.Add(Sentence(model, words[c], template));
        }
        return texts;
    }

    /// <summary>mean over a class's sentences of t/‖t‖, normalised again: [Σn_c × e] → [C×e].</summary>
    internal static Matrix Ensemble(Engine engine, Matrix raw, int[] sentences)
    {
        var normed = new Matrix(raw.Rows, raw.Columns);
        RowNorm.Forward(engine, raw, normed);
        var means = new Matrix(sentences.Length, raw.Columns);
        for (int c = 0, row = 0; c < sentences.Length; c++)
        {
            var mean = means.Row(c);
            for (var i = 0; i < sentences[c]; i++, row++)
            {
                for (var j = 0; j < mean.Length; j++)
                    mean[j] += normed[row, j] / sentences[c];
            }
        }
        RowNorm.Forward(engine, means, means);
        return means;
    }

    /// <summary>mean over a class's sentences of t as long as it is; of one sentence t itself: [Σn_c × e] → [C×e].</summary>
    internal static Matrix Mean(Matrix raw, int[] sentences)
    {
        var means = new Matrix(sentences.Length, raw.Columns);
        for (int c = 0, row = 0; c < sentences.Length; c++)
        {
            var mean = means.Row(c);
            for (var i = 0; i < sentences[c]; i++, row++)
            {
                for (var j = 0; j < mean.Length; j++)
                    mean[j] += raw[row, j] / sentences[c];
            }
        }
        return means;
    }

    /// <exception cref="OptionsException">There is no template, or one has no {} or several.</exception>
    internal static void CheckTemplates(IReadOnlyList<string> templates)
    {
        if (templates.Count == 0)
            throw new OptionsException("templates is empty; give at least one sentence with {} for the class name.");
        foreach (var template in templates)
            CheckTemplate(template);
    }

    /// <exception cref="OptionsException">The template has no {} or several.</exception>
    internal static void CheckTemplate(string? template)
    {
        if (template?.Split("{}").Length != 2)
            throw new OptionsException($"The template \"{template}\" must hold {{}} exactly once, where the class name goes.");
    }

    static int[] Sentence(ClipModel model, string words, string template)
    {
        CheckTemplate(template);
        var text = template.Replace("{}", words.Replace('_', ' '), StringComparison.Ordinal);
        var tokens = model.Tokenizer.Encode(text);
        var positions = model.Config.Text.ContextLength;
        if (tokens.Length + 2 > positions)
            throw new TokenizerException(
                $"Class '{words}' makes {tokens.Length + 2} tokens in \"{template}\", and the text tower has {positions} positions. Give the class shorter words in classes.json.");
        return [model.Tokenizer.StartToken, .. tokens, model.Tokenizer.EndToken];
    }
}

/// <summary>The definition of zero-shot CLIP.</summary>
sealed class ZeroShotDefinition : PromptlessMethodDefinition
{
    public override IMethodOptions Defaults => new ZeroShotOptions();

    internal override IReadOnlyDictionary<string, string> Meanings => OptionMeanings.Of<ZeroShotOptions>();

    public override bool Learns => false;

    public override IMethodOptions ReadOptions(JsonObject json) => MethodOptionsReader.Read<ZeroShotOptions>(Name, json);

    public override string ParameterFormula(IMethodOptions options) => "0";

    public override long ParameterCount(IMethodOptions options, int width, int embeddingWidth, int classes, int pictures = 0) => 0;

    public override bool ServesNewClasses(IMethodOptions options) => true;

    public override FittedHead Fit(FitSetup setup, LabelledFeatures train, LabelledFeatures validation, IMethodOptions options) => new(new EmbeddingsHead(setup.ClassEmbeddings));
}
