using System.Globalization;
using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>The text tower's sizes: a causal transformer whose output at the [EOS] token is projected into the joint space.</summary>
public sealed record TextConfig
{
    /// <summary>Number of positions; 77 in every published CLIP.</summary>
    public int ContextLength { get; init; } = 77;

    /// <summary>Rows of the token table; 49,408 in every published CLIP.</summary>
    public int VocabularySize { get; init; } = 49408;

    /// <summary>Length of a token's vector, d.</summary>
    public int Width { get; init; } = 512;

    /// <summary>Attention heads; <see cref="Width"/> is a multiple of it.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Transformer blocks.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Length of the hidden layer of each block's perceptron.</summary>
    public int MlpWidth { get; init; } = 2048;

    /// <summary>Between the two layers of each perceptron.</summary>
    public Activation Activation { get; init; } = Activation.QuickGelu;

    /// <summary>Added to the variance in layer norms.</summary>
    public float LayerNormEpsilon { get; init; } = 1e-5f;

    /// <summary>The token that begins a text, where the configuration says it; otherwise null, and the tokenizer knows.</summary>
    public int? StartToken { get; init; }

    /// <summary>
    /// The token whose first occurrence is pooled. Null means the position of the largest id (argmax), as openai/CLIP does; old Hugging Face
    /// configurations ask for that by naming id 2.
    /// </summary>
    public int? EndToken { get; init; }
}

/// <summary>What the image towers have in common.</summary>
public abstract record VisionConfig
{
    /// <summary>Height and width of the input, in pixels.</summary>
    public int ImageSize { get; init; } = 224;
}

/// <summary>A vision transformer (Dosovitskiy et al. 2021) as CLIP uses it: class token, layer norm before and after the blocks.</summary>
public sealed record VisionTransformerConfig : VisionConfig
{
    /// <summary>Length of a patch's vector.</summary>
    public int Width { get; init; } = 768;

    /// <summary>Transformer blocks.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads; <see cref="Width"/> is a multiple of it.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Length of the hidden layer of each block's perceptron.</summary>
    public int MlpWidth { get; init; } = 3072;

    /// <summary>Height and width of a patch, in pixels.</summary>
    public int PatchSize { get; init; } = 32;

    /// <summary>Between the two layers of each perceptron.</summary>
    public Activation Activation { get; init; } = Activation.QuickGelu;

    /// <summary>Added to the variance in layer norms.</summary>
    public float LayerNormEpsilon { get; init; } = 1e-5f;

    /// <summary>Patches per side; pixels that do not fill a patch are not seen.</summary>
    public int Grid => ImageSize / PatchSize;

    /// <summary>Positions: one per patch and one for the class token.</summary>
    public int Positions => Grid * Grid + 1;
}

/// <summary>CLIP's modified ResNet: three-convolution stem, average pooling instead of strides, attention pooling at the end
/// (CLIP/clip/model.py).</summary>
public sealed record ResNetConfig : VisionConfig
{
    /// <summary>The factor by which the tower shrinks the picture.</summary>
    public const int Stride = 32;

    /// <summary>Bottleneck blocks of the four stages; (3, 4, 6, 3) for RN50.</summary>
    public int[] Layers { get; init; } = [3, 4, 6, 3];

    /// <summary>Channels after the stem; the last stage has 32 times as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Heads of the attention pooling.</summary>
    public int Heads { get; init; } = 32;

    /// <summary>Channels after the last stage, 32 · <see cref="Width"/>.</summary>
    public int FeatureWidth => 32 * Width;

    /// <summary>Positions of the attention pooling: one per cell of the last stage and one for their mean.</summary>
    public int Positions => (ImageSize / Stride) * (ImageSize / Stride) + 1;

    /// <summary>Compares by value, the stages too.</summary>
    public bool Equals(ResNetConfig? other) =>
        other is not null && ImageSize == other.ImageSize && Width == other.Width && Heads == other.Heads
        && Layers.AsSpan().SequenceEqual(other.Layers);

    /// <summary>A hash of the sizes.</summary>
    public override int GetHashCode() => HashCode.Combine(ImageSize, Width, Heads, Layers.Sum());
}

/// <summary>
/// The architecture of a CLIP model (Radford et al. 2021): two towers and the width of the joint space. Immutable. It is read from a Hugging Face
/// config.json, an open_clip_config.json, or the shapes of OpenAI's weights.
/// </summary>
public sealed record ClipConfig
{
    /// <summary>Length of an embedding in the joint space.</summary>
    public int EmbeddingWidth { get; init; } = 512;

    /// <summary>The text tower.</summary>
    public TextConfig Text { get; init; } = new();

    /// <summary>The image tower.</summary>
    public VisionConfig Vision { get; init; } = new VisionTransformerConfig();

    /// <summary>A name for people: "ViT-B/16", "ViT-L/14@336", "RN50", or the sizes where the model is none of the published ones.</summary>
    public string Architecture => Vision switch
    {
        VisionTransformerConfig { ImageSize: 224 } vit => TransformerName(vit),
        VisionTransformerConfig vit => string.Create(CultureInfo.InvariantCulture, $"{TransformerName(vit)}@{vit.ImageSize}"),
        ResNetConfig resnet => ResNetName(resnet),
        _ => Vision.GetType().Name,
    };

    /// <summary>Every setting as one line of JSON; equal architectures give equal lines.</summary>
    public string Describe() => JsonSerializer.Serialize(new ClipSettings(EmbeddingWidth, Text, Vision), ClipSettingsJson.Default.ClipSettings);

    static string TransformerName(VisionTransformerConfig vit)
    {
        var size = (vit.Width, vit.Layers) switch
        {
            (384, 12) => "S",
            (768, 12) => "B",
            (1024, 24) => "L",
            (1280, 32) => "H",
            (1408, 40) => "g",
            (1664, 48) => "bigG",
            _ => string.Create(CultureInfo.InvariantCulture, $"{vit.Width}x{vit.Layers}"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"ViT-{size}/{vit.PatchSize}");
    }

    static string ResNetName(ResNetConfig resnet) => (resnet.Layers, resnet.Width, resnet.ImageSize) switch
    {
        ([3, 4, 6, 3], 64, 224) => "RN50",
        ([3, 4, 23, 3], 64, 224) => "RN101",
        ([4, 6, 10, 6], 80, 288) => "RN50x4",
        ([6, 8, 18, 8], 96, 384) => "RN50x16",
        ([3, 15, 36, 10], 128, 448) => "RN50x64",
        _ => string.Create(CultureInfo.InvariantCulture, $"RN({string.Join(',', resnet.Layers)})x{resnet.Width}@{resnet.ImageSize}"),
    };
}
