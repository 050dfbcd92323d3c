using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Which activation well-known weights were trained with. A configuration that says the other one still loads and gives plausible but worse
/// embeddings (open_clip issues 771 and 970), so the contradiction is told.
/// </summary>
static class ClipConfigActivation
{
    /// <summary>Words in a model's name or path, and what its weights were trained with (open_clip's pretrained.py).</summary>
    static readonly (string Word, Activation Trained)[] Known =
    [
        ("openai", Activation.QuickGelu), ("metaclip", Activation.QuickGelu), ("dfn2b", Activation.QuickGelu), ("dfn5b", Activation.QuickGelu),
        ("laion2b", Activation.Gelu), ("datacomp", Activation.Gelu),
    ];

    /// <summary>A sentence where <paramref name="name"/> is known to need another activation than <paramref name="configured"/>; otherwise
    /// null.</summary>
    public static string? Contradiction(string? name, Activation configured)
    {
        foreach (var (word, trained) in Known)
            if (name is not null && name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return trained == configured
                    ? null
                    : $"the configuration says {configured}, but weights named '{name}' were trained with {trained}. "
                        + "Accuracy will suffer; set "
                        + (trained == Activation.QuickGelu
                            ? "quick_gelu true (in Hugging Face files: hidden_act \"quick_gelu\")"
                            : "quick_gelu false (hidden_act \"gelu\")")
                        + " in the configuration.";
        return null;
    }
}
