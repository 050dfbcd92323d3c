using System.Text.Json;

namespace KronClip.Methods;

/// <summary>Sentences that suit any classes (Methods/AddOns/general-templates.json): data, not code. In the manner of those that CLIP was published with for ImageNet.</summary>
public static class GeneralTemplates
{
    static readonly Lazy<string[]> Read = new(() =>
    {
        using var stream = typeof(GeneralTemplates).Assembly.GetManifestResourceStream("KronClip.Methods.general-templates.json")!;
        return JsonSerializer.Deserialize(stream, MethodsJson.Default.StringArray)!;
    });

    /// <summary>All of them, each with {} for the class name.</summary>
    public static IReadOnlyList<string> All => Read.Value;

    /// <summary>A person's own sentences, or these where there are none.</summary>
    internal static IReadOnlyList<string> OrOwn(IReadOnlyList<string> own) => own.Count > 0 ? own : All;
}
