using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KronClip.Images;

namespace KronClip.Clip;

/// <summary>
/// How a picture becomes the numbers that an image tower takes: resize, centre crop, value = (sample · rescale - mean) / std for each
/// channel. The defaults are CLIP's. Two options are equal if their JSON is.
/// </summary>
public sealed record PreprocessOptions
{
    /// <summary>CLIP's own options for its usual 224 pixels.</summary>
    public static PreprocessOptions Default { get; } = new();

    /// <summary>Length, in pixels, that the resize gives to the shorter side (or to both, see <see cref="Resize"/>).</summary>
    public int ResizeShortestEdge { get; init; } = 224;

    /// <summary>Side of the square crop, in pixels: the image tower's input size.</summary>
    public int CropSize { get; init; } = 224;

    /// <summary>Whether the proportions are kept.</summary>
    public PreprocessResize Resize { get; init; } = PreprocessResize.ShortestEdge;

    /// <summary>The interpolation.</summary>
    public ResampleFilter Filter { get; init; } = ResampleFilter.Bicubic;

    /// <summary>Factor that takes samples of 0..255 to the range of <see cref="Mean"/>; 1/255 unless set.</summary>
    public double RescaleFactor { get; init; } = 1 / 255.0;

    /// <summary>Subtracted from the rescaled red, green and blue.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.48145466f, 0.4578275f, 0.40821073f];

    /// <summary>Divides what remains of red, green and blue.</summary>
    public IReadOnlyList<float> Std { get; init; } = [0.26862954f, 0.26130258f, 0.27577711f];

    /// <summary>When a picture becomes RGB.</summary>
    public ConversionOrder Order { get; init; } = ConversionOrder.ConvertThenResize;

    /// <summary>Whether the EXIF orientation is applied when a file is read.</summary>
    public Orientation Orientation { get; init; } = Orientation.Apply;

    /// <summary>Whether 16-bit grey is scaled to 8 bits first. Without it, everything above 255 turns white, as in Pillow.</summary>
    public bool ScaleDeepGray { get; init; } = true;

    /// <summary>SHA-256 of <see cref="ToJson"/>, in lower-case hexadecimal: the key under which a picture's embedding may be kept.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>CLIP's options for an image tower of another size.</summary>
    public static PreprocessOptions ForSize(int imageSize) => (Default with { ResizeShortestEdge = imageSize, CropSize = imageSize }).Validate();

    /// <summary>Reads a Hugging Face preprocessor_config.json, or what <see cref="ToJson"/> wrote. Absent keys take CLIP's defaults.</summary>
    /// <param name="json">The text of the file.</param>
    /// <param name="path">Where it is from, for messages.</param>
    /// <exception cref="CheckpointException">The text is no JSON, or asks for something that is not done here.</exception>
    public static PreprocessOptions FromJson(string json, string path) => PreprocessConfig.ReadHuggingFace(json, path);

    /// <summary>Reads the preprocess_cfg of an open_clip_config.json. Absent keys take CLIP's defaults.</summary>
    /// <param name="preprocess">The object under "preprocess_cfg".</param>
    /// <param name="imageSize">The image tower's input size, from "model_cfg".</param>
    /// <param name="path">Where it is from, for messages.</param>
    /// <exception cref="CheckpointException">It asks for something that is not done here.</exception>
    public static PreprocessOptions FromOpenClip(JsonElement preprocess, int imageSize, string path) => PreprocessConfig.ReadOpenClip(preprocess, imageSize, path);

    /// <summary>The same options as the published protocols use them: EXIF ignored, 16-bit grey clipped, and their order of conversion.</summary>
    public PreprocessOptions AsPublished(ConversionOrder order) => this with { Order = order, Orientation = Orientation.Ignore, ScaleDeepGray = false };

    /// <summary>The canonical description: a preprocessor_config.json with three keys more, which <see cref="FromJson"/> reads back exactly.</summary>
    public string ToJson() => PreprocessConfig.Write(this);

    /// <summary>Checks the options and returns them.</summary>
    /// <exception cref="OptionsException">A value is out of its range.</exception>
    public PreprocessOptions Validate()
    {
        if (ResizeShortestEdge is < 1 or > 4096 || CropSize is < 1 or > 4096)
            throw new OptionsException(Text($"Pictures are resized to {ResizeShortestEdge} and cropped to {CropSize} pixels; both must lie between 1 and 4096."));
        if (!Enum.IsDefined(Filter) || !Enum.IsDefined(Order) || !Enum.IsDefined(Orientation) || !Enum.IsDefined(Resize))
            throw new OptionsException("The preprocessing names a filter, an order, an orientation or a way to resize that does not exist.");
        if (!double.IsFinite(RescaleFactor) || RescaleFactor <= 0)
            throw new OptionsException(Text($"The rescale factor {RescaleFactor} must be a positive number."));
        if (Mean is not { Count: 3 } || Std is not { Count: 3 } || !Mean.All(float.IsFinite) || !Std.All(s => float.IsFinite(s) && s > 0))
            throw new OptionsException("Mean and standard deviation have one finite number for each of red, green and blue, and no deviation is zero or negative.");
        return this;
    }

    /// <summary>Equal in every option, means and deviations included.</summary>
    public bool Equals(PreprocessOptions? other) => other is not null && ToJson() == other.ToJson();

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
