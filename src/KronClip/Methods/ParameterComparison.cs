using System.Globalization;

namespace KronClip.Methods;

/// <summary>Learned numbers of one method in one setting.</summary>
/// <param name="Method">Its title.</param>
/// <param name="Setting">What was set.</param>
/// <param name="Formula">The count as a formula.</param>
/// <param name="Count">The count.</param>
public sealed record ParameterRow(string Method, string Setting, string Formula, long Count);

/// <summary>
/// How many numbers the prompt methods learn, each as it was published, at text width d and embedding width e.
/// </summary>
public static class ParameterComparison
{
    /// <summary>Width of the text tower and of the joint embedding of ViT-B, at which counts are compared.</summary>
    public const int UsualWidth = 512;

    /// <summary>Why CK-CoOp's default count holds at every width.</summary>
    public const string Rule =
        "CK-CoOp's default has 6d learned numbers at every text width d: W is 4×d and the two factors have d each. That is 37.5 % of the 16d of CoOp and ProGrad with 16 context words.";

    /// <summary>The rows, CK-CoOp's default first.</summary>
    public static IReadOnlyList<ParameterRow> At(int width, int embeddingWidth) =>
    [
        Row(CkCoOp.Definition, new CkCoOpOptions(), "M = 4, K = d", width, embeddingWidth),
        Row(CoOp.Definition, new CoOpOptions { ContextWords = 16 }, "M = 16", width, embeddingWidth),
        Row(CoOp.Definition, new CoOpOptions { ContextWords = 4 }, "M = 4", width, embeddingWidth),
        Row(KgCoOp.Definition, new KgCoOpOptions(), "M = 4", width, embeddingWidth),
        Row(ProGrad.Definition, new ProGradOptions(), "M = 16", width, embeddingWidth),
        Row(CoCoOp.Definition, new CoCoOpOptions(), string.Create(CultureInfo.InvariantCulture, $"M = 4, meta-net {embeddingWidth}-{CoCoOp.HiddenWidth(embeddingWidth)}-{width}"), width, embeddingWidth),
    ];

    static ParameterRow Row(MethodDefinition method, IMethodOptions options, string setting, int width, int embeddingWidth) =>
        new(method.Title, setting, method.ParameterFormula(options), method.ParameterCount(options, width, embeddingWidth, classes: 1));
}
