using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Jobs;

/// <summary>A direction for each class in the space of embeddings, taken from what a head has.</summary>
/// <param name="Rows">[C×e], not normalised.</param>
/// <param name="Meaning">What the rows are, for a person.</param>
sealed record ClassDirections(Matrix Rows, string Meaning)
{
    /// <summary>The head as its file has it: one that was joined with a text tower is data again.</summary>
    public static ClassifierHead AsData(ClassifierHead head) =>
        ClassifierHead.Read(new HeadDescription { Kind = head.Kind, Settings = head.Settings }, head.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal));

    /// <summary>The directions of a head.</summary>
    /// <param name="head">As <see cref="AsData"/> gives it.</param>
    /// <param name="model">The base model, whose text tower a prompt needs.</param>
    /// <exception cref="ClassifierException">The head has none that this version knows.</exception>
    public static ClassDirections Of(ClassifierHead head, ClipModel model) => head switch
    {
        EmbeddingsHead => new(Tensor(head, "class_embeddings"), "class embeddings"),
        FusedHead => new(Tensor(head, "tuned_embeddings"), "class embeddings of the learned prompt; zero-shot CLIP's, which are mixed in for each picture, are left aside"),
        AffineHead => new(Centred(Tensor(head, "weights")), "class weights less their mean: what all classes share decides nothing"),
        CacheHead => new(Centred(Cached(head)), "sums of the cached pictures, weighed by how much each speaks for the class, less their mean; the part of the class names is left aside"),
        PromptPerImageHead prompt => new(Unmoved(prompt, model.Text), "class embeddings of the prompt without the part that depends on the picture"),
        BlendedHead blended when Of(blended.First, model) is var first => first with { Meaning = $"{first.Meaning}; the {blended.Second.Kind} head that is added to it is left aside" },
        _ => throw new ClassifierException($"A head of kind '{head.Kind}' has nothing by which its classes could be compared."),
    };

    static Matrix Tensor(ClassifierHead head, string name)
    {
        var tensor = head.Tensors.First(t => t.Name == name);
        return new Matrix(tensor.Shape[0], tensor.Shape[1], tensor.Values.ToArray());
    }

    /// <summary>Σ_n v_nc k_n  [C×e].</summary>
    static Matrix Cached(ClassifierHead head)
    {
        var (keys, values) = (Tensor(head, "keys"), head.Tensors.First(t => t.Name is "labels" or "values"));
        var sums = new Matrix(head.Classes, head.Width);
        for (var n = 0; n < keys.Rows; n++)
        {
            for (var c = 0; c < sums.Rows; c++)
            {
                var weight = values.Name == "values" ? values.Values[n * sums.Rows + c] : values.Values[n] == c ? 1 : 0;
                for (var i = 0; i < sums.Columns && weight != 0; i++)
                    sums[c, i] += weight * keys[n, i];
            }
        }
        return sums;
    }

    /// <summary>g([V, name_c])  [C×e].</summary>
    static Matrix Unmoved(PromptPerImageHead prompt, TextTower text)
    {
        var classes = prompt.Prompts.Select(c => new ClassTokens(c.NameAndStop, c.NameLength)).ToArray();
        var layout = PromptLayout.Packed(text, classes, prompt.ContextWords, Enum.Parse<ClassPosition>(prompt.Position, ignoreCase: true));
        var v = prompt.Tensor(PromptPerImageHead.ContextName);
        return text.Prepare(layout, keep: false).Forward(new Matrix(v.Shape[0], v.Shape[1], v.Values.ToArray())).Clone();
    }

    static Matrix Centred(Matrix rows)
    {
        for (var i = 0; i < rows.Columns; i++)
        {
            var mean = 0.0;
            for (var c = 0; c < rows.Rows; c++)
                mean += rows[c, i];
            mean /= rows.Rows;
            for (var c = 0; c < rows.Rows; c++)
                rows[c, i] = (float)(rows[c, i] - mean);
        }
        return rows;
    }
}
