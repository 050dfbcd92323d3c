using System.Text;
using System.Text.Json;
using KronClip.Images;

namespace KronClip.Clip;

/// <summary>Reads and writes <see cref="PreprocessOptions"/> in the formats of Hugging Face (preprocessor_config.json) and OpenCLIP (preprocess_cfg).</summary>
static class PreprocessConfig
{
    const string OrderKey = "kronclip_conversion_order", OrientationKey = "kronclip_orientation", DeepGrayKey = "kronclip_scale_deep_gray";

    static readonly float[] NoMean = [0, 0, 0], NoDeviation = [1, 1, 1];

    public static PreprocessOptions ReadHuggingFace(string json, string path)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return FromHuggingFace(new PreprocessJson(document.RootElement, path));
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"'{path}' is not JSON: {e.Message} Download the model's preprocessor_config.json again.", e);
        }
    }

    public static PreprocessOptions ReadOpenClip(JsonElement preprocess, int imageSize, string path)
    {
        var json = new PreprocessJson(preprocess, path);
        var fallback = PreprocessOptions.ForSize(imageSize);
        var size = json.Has("size") ? json.Square("size") : imageSize;
        return json.Checked(fallback with
        {
            ResizeShortestEdge = size,
            CropSize = size,
            Resize = json.Word("resize_mode", "shortest") switch
            {
                "shortest" => PreprocessResize.ShortestEdge,
                "squash" => PreprocessResize.Squash,
                var other => throw json.Refused("resize_mode", $"'{other}' is not done here; 'shortest' and 'squash' are"),
            },
            Filter = json.Word("interpolation", "bicubic") switch
            {
                "bicubic" => ResampleFilter.Bicubic,
                "bilinear" => ResampleFilter.Bilinear,
                var other => throw json.Refused("interpolation", $"'{other}' is not done here; 'bicubic' and 'bilinear' are"),
            },
            Mean = json.Triple("mean", fallback.Mean),
            Std = json.Triple("std", fallback.Std),
        });
    }

    public static string Write(PreprocessOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteBoolean("do_resize", true);
            json.WriteStartObject("size");
            foreach (var key in (string[])(options.Resize == PreprocessResize.Squash ? ["height", "width"] : ["shortest_edge"]))
                json.WriteNumber(key, options.ResizeShortestEdge);
            json.WriteEndObject();
            json.WriteNumber("resample", (int)options.Filter);
            json.WriteBoolean("do_center_crop", true);
            json.WriteStartObject("crop_size");
            json.WriteNumber("height", options.CropSize);
            json.WriteNumber("width", options.CropSize);
            json.WriteEndObject();
            json.WriteBoolean("do_rescale", true);
            json.WriteNumber("rescale_factor", options.RescaleFactor);
            json.WriteBoolean("do_normalize", true);
            WriteTriple(json, "image_mean", options.Mean);
            WriteTriple(json, "image_std", options.Std);
            json.WriteBoolean("do_convert_rgb", true);
            json.WriteString(OrderKey, options.Order.ToString());
            json.WriteString(OrientationKey, options.Orientation.ToString());
            json.WriteBoolean(DeepGrayKey, options.ScaleDeepGray);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static PreprocessOptions FromHuggingFace(PreprocessJson json)
    {
        var clip = PreprocessOptions.Default;
        if (!json.Flag("do_resize", true))
            throw json.Refused("do_resize", "false would give pictures of any size, which the image tower cannot take");
        var (size, squash) = json.Has("size") ? json.Size("size") : (clip.ResizeShortestEdge, false);
        var crops = json.Flag("do_center_crop", true);
        if (!crops && !squash)
            throw json.Refused("do_center_crop", "false is possible only where size gives an equal height and width");
        return json.Checked(clip with
        {
            ResizeShortestEdge = size,
            CropSize = !crops ? size : json.Has("crop_size") ? json.Square("crop_size") : clip.CropSize,
            Resize = squash ? PreprocessResize.Squash : PreprocessResize.ShortestEdge,
            Filter = json.Number("resample", (int)clip.Filter) switch
            {
                2 => ResampleFilter.Bilinear,
                3 => ResampleFilter.Bicubic,
                var other => throw json.Refused("resample", FormattableString.Invariant($"{other} is not done here; 3 (bicubic) and 2 (bilinear) are")),
            },
            RescaleFactor = json.Flag("do_rescale", true) ? json.Number("rescale_factor", clip.RescaleFactor) : 1,
            Mean = json.Flag("do_normalize", true) ? json.Triple("image_mean", clip.Mean) : NoMean,
            Std = json.Flag("do_normalize", true) ? json.Triple("image_std", clip.Std) : NoDeviation,
            Order = json.Choice(OrderKey, clip.Order),
            Orientation = json.Choice(OrientationKey, clip.Orientation),
            ScaleDeepGray = json.Flag(DeepGrayKey, clip.ScaleDeepGray),
        });
    }

    static void WriteTriple(Utf8JsonWriter json, string key, IReadOnlyList<float> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
