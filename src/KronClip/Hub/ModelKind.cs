using System.Text.Json;

namespace KronClip.Hub;

/// <summary>What a repository's configuration says it is; asked before the weights are downloaded.</summary>
static class ModelKind
{
    static readonly Dictionary<string, string> ByType = new(StringComparer.Ordinal)
    {
        ["siglip"] = "a SigLIP model",
        ["siglip2"] = "a SigLIP 2 model",
        ["align"] = "an ALIGN model",
        ["altclip"] = "an AltCLIP model",
        ["chinese_clip"] = "a Chinese-CLIP model",
        ["blip"] = "a BLIP model",
        ["blip-2"] = "a BLIP-2 model",
        ["clipseg"] = "a CLIPSeg model",
        ["groupvit"] = "a GroupViT model",
        ["flava"] = "a FLAVA model",
        ["metaclip_2"] = "a MetaCLIP 2 model",
        ["jina_clip"] = "a Jina CLIP model",
        ["clip_vision_model"] = "the image tower of a CLIP model alone",
        ["clip_text_model"] = "the text tower of a CLIP model alone",
        ["vision-text-dual-encoder"] = "a pair of towers of other kinds (vision-text-dual-encoder)",
    };

    /// <summary>What a config.json describes, as the end of a sentence; null where it is a CLIP model.</summary>
    public static string? OfConfig(string text) => Read(text) is not { } root ? "a repository whose config.json is no JSON object"
        : Text(root, "model_type") is { } type ? type == "clip" ? OfClip(root) : ByType.GetValueOrDefault(type) ?? $"a model of type '{Shown(type)}'"
        : root.TryGetProperty("text_config", out _) && root.TryGetProperty("vision_config", out _) ? null
        : Text(root, "architecture") is { } timm ? $"an image model of timm ({Shown(timm)}) without a text tower"
        : "something whose config.json names no type of model";

    /// <summary>What an open_clip_config.json describes, as the end of a sentence; null where it may be a CLIP model.</summary>
    public static string? OfOpenClip(string text)
    {
        if (Read(text) is not { } root)
            return "a repository whose open_clip_config.json is no JSON object";
        var model = Object(root, "model_cfg") ?? root;
        var (vision, words) = (Object(model, "vision_cfg"), Object(model, "text_cfg"));
        if (IsSet(model, "multimodal_cfg"))
            return "a CoCa model of OpenCLIP";
        if (IsSet(model, "init_logit_bias"))
            return "a SigLIP model of OpenCLIP";
        if (vision is { } image && Text(image, "timm_model_name") is { } timm)
            return $"a model of OpenCLIP with an image tower of timm ({Shown(timm)})";
        if (words is { } tower && Text(tower, "hf_model_name") is { } other)
            return $"a model of OpenCLIP with a text tower of another kind ({Shown(other)})";
        if (model.TryGetProperty("custom_text", out var custom) && custom.ValueKind == JsonValueKind.True)
            return "a model of OpenCLIP with a text tower of its own (CustomTextCLIP)";
        return vision is null || words is null ? "something whose open_clip_config.json describes no two towers" : null;
    }

    /// <summary>Parts and heads of CLIP are stored under CLIP's own type.</summary>
    static string? OfClip(JsonElement root) =>
        root.TryGetProperty("architectures", out var names) && names.ValueKind == JsonValueKind.Array && names.GetArrayLength() > 0
        && names.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String ? name.GetString()! : "").ToArray() is var all && !all.Contains("CLIPModel", StringComparer.Ordinal)
        && all.FirstOrDefault(name => name.StartsWith("CLIP", StringComparison.Ordinal)) is { } part
            ? $"not a whole CLIP model but a {Shown(part)}"
            : null;

    static JsonElement? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static bool IsSet(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False);

    static JsonElement? Object(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    static string Shown(string text) => string.Concat(text.Take(60).Select(c => char.IsControl(c) ? '?' : c));
}
