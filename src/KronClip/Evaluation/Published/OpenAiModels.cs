namespace KronClip.Evaluation;

/// <summary>Which models are OpenAI's CLIP, on which nearly all published figures stand. It goes by name and towers: no hash of the released weights is known here.</summary>
static class OpenAiModels
{
    static readonly Dictionary<string, string> Backbones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ViT-B/32"] = "ViT-B/32",
        ["openai/clip-vit-base-patch32"] = "ViT-B/32",
        ["timm/vit_base_patch32_clip_224.openai"] = "ViT-B/32",
        ["ViT-B/16"] = "ViT-B/16",
        ["openai/clip-vit-base-patch16"] = "ViT-B/16",
        ["timm/vit_base_patch16_clip_224.openai"] = "ViT-B/16",
        ["ViT-L/14"] = "ViT-L/14",
        ["openai/clip-vit-large-patch14"] = "ViT-L/14",
        ["timm/vit_large_patch14_clip_224.openai"] = "ViT-L/14",
        ["RN50"] = "RN50",
        ["timm/resnet50_clip.openai"] = "RN50",
        ["RN101"] = "RN101",
        ["timm/resnet101_clip.openai"] = "RN101",
    };

    /// <summary>The towers that published tables call a model by; null where it is not OpenAI's, by name or by towers. A folder goes by the last part of a repository's name.</summary>
    public static string? Backbone(ReportOrigin model)
    {
        var backbone = Backbones.GetValueOrDefault(model.Model)
            ?? Backbones.FirstOrDefault(b => b.Key.Contains("clip", StringComparison.OrdinalIgnoreCase) && b.Key.Split('/')[1].Equals(model.Model, StringComparison.OrdinalIgnoreCase)).Value;
        return backbone == model.Architecture ? backbone : null;
    }
}
