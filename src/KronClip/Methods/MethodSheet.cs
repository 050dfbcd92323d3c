using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KronClip.Methods;

/// <summary>What there is to say of a method with its default options, drawn from its catalogue entry: for tables, JSON and documentation.</summary>
public sealed record MethodSheet
{
    /// <summary>Classes at which learned numbers are stated.</summary>
    public const int StatedClasses = 10;

    /// <summary>Training pictures of each class at which learned numbers are stated.</summary>
    public const int StatedShots = 16;

    static readonly JsonSerializerOptions Json = new(MethodDefinition.Json) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Name in tables.</summary>
    public required string Title { get; init; }

    /// <summary>What it does.</summary>
    public required string Summary { get; init; }

    /// <summary>Paper and code that it follows.</summary>
    public required string Source { get; init; }

    /// <summary>Learned numbers as a formula.</summary>
    public required string Formula { get; init; }

    /// <summary>What it needs to be fitted and to be used.</summary>
    public required string Needs { get; init; }

    /// <summary>d, the text width at which numbers are stated; 512, or a model's.</summary>
    public required int Width { get; init; }

    /// <summary>Learned numbers at that width, ten classes and sixteen training pictures of each.</summary>
    public required long Parameters { get; init; }

    /// <summary>Whether a classifier of this method takes classes that it was not trained on.</summary>
    public required bool ServesNewClasses { get; init; }

    /// <summary>Names of the methods that it chooses among; learned numbers are then the most that one of them has, and new classes are served as by the one that is taken.</summary>
    public required IReadOnlyList<string> Candidates { get; init; }

    /// <summary>Whether it takes anything from training pictures.</summary>
    public required bool Learns { get; init; }

    /// <summary>Whether it is trained by a recipe, so that --epochs, --optimiser and the like say something to it.</summary>
    public required bool HasRecipe { get; init; }

    /// <summary>AdamW's base rate on a model with CLIP's logit scale of 100; other models get it times 100/s. Null where there is no recipe.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>Whether its gradient is that of its loss; where not, AdamW is what the default recipe takes. Null where nothing is trained.</summary>
    public required bool? DescendsItsLoss { get; init; }

    /// <summary>Whether each picture needs a text pass of its own, which makes training slow in proportion to their number. Null where there is no recipe.</summary>
    public required bool? TextPassPerPicture { get; init; }

    /// <summary>Options with their defaults.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>What each option says, by its name.</summary>
    public required IReadOnlyDictionary<string, string> Meanings { get; init; }

    /// <summary>Its learned numbers beside those of the other prompt methods; empty where there is no prompt.</summary>
    public required IReadOnlyList<ParameterRow> Comparison { get; init; }

    /// <summary>The sheet of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="width">d, the width of the text tower.</param>
    /// <param name="embeddingWidth">e, the width of the joint embedding.</param>
    public static MethodSheet Of(MethodDefinition method, int width = ParameterComparison.UsualWidth, int embeddingWidth = ParameterComparison.UsualWidth)
    {
        ArgumentNullException.ThrowIfNull(method);
        return new MethodSheet
        {
            Name = method.Name,
            Title = method.Title,
            Summary = method.Summary,
            Source = method.Source,
            Formula = method.ParameterFormula(method.Defaults),
            Needs = NeedsOf(method),
            Width = width,
            Parameters = method.ParameterCount(method.Defaults, width, embeddingWidth, StatedClasses, StatedClasses * StatedShots),
            ServesNewClasses = method.ServesNewClasses(method.Defaults),
            Candidates = method.CandidatesOf(method.Defaults),
            Learns = method.Learns,
            HasRecipe = method.HasRecipe,
            LearningRate = (method as PromptMethodDefinition)?.ScaledLearningRate(method.Defaults) / PromptMethodDefinition.UsualLogitScale,
            DescendsItsLoss = (method as PromptMethodDefinition)?.DescendsItsLoss,
            TextPassPerPicture = (method as PromptMethodDefinition)?.TextPassPerPicture,
            Options = MethodDefinition.WriteOptions(method.Defaults),
            Meanings = method.Meanings,
            Comparison = method is PromptMethodDefinition ? ParameterComparison.At(width, embeddingWidth) : [],
        };
    }

    static string NeedsOf(MethodDefinition method) => method switch
    {
        PromptMethodDefinition { TextPassPerPicture: true } => "class names and training pictures; the text tower in training and for every picture in use",
        PromptMethodDefinition => "class names and training pictures; the text tower in training and to name new classes",
        { Learns: false } => "class names alone",
        _ when method.CandidatesOf(method.Defaults).Count > 0 => "what its candidates need, and two training pictures of each class to compare them by",
        _ => "a training picture of each class; validation pictures, or two of each class, to choose its parameters by",
    };

    /// <summary>The document as text.</summary>
    public string ToJson() => Text(this);

    /// <summary>The sheets of all methods as one document.</summary>
    /// <param name="width">d.</param>
    /// <param name="embeddingWidth">e.</param>
    public static string CatalogueToJson(int width = ParameterComparison.UsualWidth, int embeddingWidth = ParameterComparison.UsualWidth) =>
        Text(MethodCatalogue.All.Select(method => Of(method, width, embeddingWidth)));

    static string Text<T>(T document) => Json.Document(document);
}
