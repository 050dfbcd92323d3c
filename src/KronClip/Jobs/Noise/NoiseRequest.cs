using System.Globalization;
using System.Text.Json.Nodes;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What wrong labels and classes of different size cost, and how well wrong labels are found: both are planted. Immutable.</summary>
public sealed record NoiseRequest
{
    /// <summary>Folder of the results where none is given.</summary>
    public const string UsualOutput = "kronclip-noise";

    /// <summary>As in <see cref="TrainRequest.Images"/>.</summary>
    public required string Images { get; init; }

    /// <summary>As in <see cref="TrainRequest.Model"/>.</summary>
    public required string Model { get; init; }

    /// <summary>The methods that are trained; may be none.</summary>
    public IReadOnlyList<MethodChoice> Methods { get; init; } =
    [
        new("zero-shot"),
        new("ck-coop"),
        .. new[] { 0.3, 0.7, 1 }.Select(q => new MethodChoice("ck-coop", new JsonObject { ["noiseTolerance"] = q })),
        new("ck-coop", new JsonObject { ["balance"] = "classes" }),
        new("ck-coop", new JsonObject { ["priorCorrection"] = 1 }),
    ];

    /// <summary>The methods that search for wrong labels; may be none.</summary>
    public IReadOnlyList<MethodChoice> Finders { get; init; } = [new(LabelsRequest.UsualMethod)];

    /// <summary>Shares of wrong labels, in percent; 0 is always there.</summary>
    public IReadOnlyList<int> Wrong { get; init; } = [20, 40];

    /// <summary>Training pictures that half of the classes keep in the last column; 0 leaves it away.</summary>
    public int Few { get; init; } = 2;

    /// <summary>Training pictures per class.</summary>
    public int Shots { get; init; } = 16;

    /// <summary>Seeds.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Optimiser, rate, epochs, views; the same choice for all methods.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>Folder of page, document and cells.</summary>
    public string Output { get; init; } = UsualOutput;

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>The columns.</summary>
    internal IReadOnlyList<NoiseCondition> Conditions =>
    [
        new("clean", "as labelled", 0, 0),
        .. Wrong.Order().Select(share => new NoiseCondition(string.Create(CultureInfo.InvariantCulture, $"wrong-{share}"), string.Create(CultureInfo.InvariantCulture, $"{share} % wrong"), share, 0)),
        .. Few == 0 ? Array.Empty<NoiseCondition>() : [new NoiseCondition(string.Create(CultureInfo.InvariantCulture, $"few-{Few}"), string.Create(CultureInfo.InvariantCulture, $"half with {Few}"), 0, Few)],
    ];

    /// <summary>The same request as the protocols' code wants it.</summary>
    internal ProtocolRequest AsProtocol(string model, string images) => new()
    {
        Model = model,
        Source = new NamedPictures(PicturePlace.NameOf(Images), images),
        Methods = Methods,
        Shots = Shots,
        Seeds = Seeds,
        Recipe = Recipe,
        Cache = Cache,
    };

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public void Validate()
    {
        if (Shots < 2)
            throw new OptionsException($"shots is {Shots}; give 2 or more pictures per class, so that some can be spoilt.");
        if (Seeds.Count == 0 || Seeds.Distinct().Count() < Seeds.Count)
            throw new OptionsException("Give each seed once, and one at least.");
        if (Wrong.Where(share => share is < 1 or > 90).ToArray() is [var share, ..])
            throw new OptionsException($"The share of wrong labels is {share} %; give 1 to 90.");
        if (Wrong.Distinct().Count() < Wrong.Count)
            throw new OptionsException("A share of wrong labels is given twice; give each once.");
        if (Few < 0 || Few >= Shots)
            throw new OptionsException($"few is {Few}; give 1 to {Shots - 1}, less than the {Shots} shots of the other classes, or 0 to leave it away.");
        foreach (var choice in Methods.Concat(Finders))
            choice.Definition.ReadOptions(choice.Options);
        if (Methods.Concat(Finders).Any() is false)
            throw new OptionsException("There are no methods and no finders; give one at least.");
        if (Methods.GroupBy(m => m.Id, StringComparer.Ordinal).Concat(Finders.GroupBy(m => m.Id, StringComparer.Ordinal)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new OptionsException($"The method '{twice.Key}' is given twice with the same options; give it once.");
    }
}

/// <summary>A finished study of noise.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Document">The report as a file.</param>
/// <param name="Report">All figures.</param>
public sealed record NoiseResult(string Page, string Document, NoiseReport Report);
