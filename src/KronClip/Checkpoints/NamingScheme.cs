namespace KronClip.Checkpoints;

/// <summary>Whose names a checkpoint's tensors carry.</summary>
public enum NamingScheme
{
    /// <summary>transformers' CLIPModel: text_model.*, vision_model.*.</summary>
    HuggingFace,

    /// <summary>openai/CLIP: transformer.*, visual.*.</summary>
    OpenAi,

    /// <summary>open_clip: OpenAI's names, described by an open_clip_config.json.</summary>
    OpenClip,
}

/// <summary>
/// Where a canonical weight is stored: the parts' rows one after the other, or one part transposed.
/// </summary>
/// <param name="Parts">Keys in the checkpoint.</param>
/// <param name="Transposed">Whether the (only) part is stored as [columns × rows].</param>
sealed record StoredTensor(string[] Parts, bool Transposed = false)
{
    /// <summary>The shape that each part must have for a canonical tensor of shape <paramref name="canonical"/>.</summary>
    public long[] PartShape(long[] canonical) =>
        Transposed ? [canonical[1], canonical[0]]
        : Parts.Length == 1 ? canonical
        : [canonical[0] / Parts.Length, .. canonical[1..]];

    /// <summary>[rows × columns] → [columns × rows].</summary>
    public static float[] Transpose(float[] source, int rows, int columns)
    {
        var result = new float[source.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                result[column * rows + row] = source[row * columns + column];
        return result;
    }
}

/// <summary>One scheme of names: how to recognise it, where it keeps each weight, and what in it is no weight.</summary>
abstract class TensorNaming
{
    static readonly TensorNaming[] All = [new HuggingFaceNaming(), new OpenAiNaming()];

    /// <summary>Whether <paramref name="keys"/> are this scheme's.</summary>
    public abstract bool Recognises(IReadOnlySet<string> keys);

    /// <summary>Where the weight called <paramref name="canonical"/> by OpenAI is stored.</summary>
    public abstract StoredTensor Locate(string canonical);

    /// <summary>Whether <paramref name="key"/> is a buffer that checkpoints carry along and nobody needs.</summary>
    public abstract bool Ignores(string key);

    /// <summary>The scheme of <paramref name="keys"/>, or null where they are no CLIP model's.</summary>
    public static TensorNaming? Recognise(IReadOnlySet<string> keys) => Array.Find(All, naming => naming.Recognises(keys));
}
