using System.Text.Json.Nodes;

namespace KronClip.Jobs;

/// <summary>What the demo measures, and where its results go. Immutable.</summary>
public sealed record DemoRequest
{
    /// <summary>
    /// Nothing learned, the neighbour twice, the method of the house. CoOp is published with 16 context words; with 4 it has fewer learned numbers than CK-CoOp.
    /// </summary>
    public static IReadOnlyList<MethodChoice> UsualMethods { get; } =
    [
        new("zero-shot"),
        new("coop", new JsonObject { ["contextWords"] = 4 }),
        new("coop", new JsonObject { ["contextWords"] = 16 }),
        new("ck-coop"),
    ];

    /// <summary>Folder of the results where none is given.</summary>
    public const string UsualOutput = "kronclip-demo";

    /// <summary>The model and the pictures; null makes the demo's own.</summary>
    public DemoSources? Sources { get; init; }

    /// <summary>The rows of the table.</summary>
    public IReadOnlyList<MethodChoice> Methods { get; init; } = UsualMethods;

    /// <summary>Training pictures per class.</summary>
    public int Shots { get; init; } = 16;

    /// <summary>Seeds.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Optimiser, rate, epochs, views; the same choice for all methods.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>Folder of page, document and classifier.</summary>
    public string Output { get; init; } = UsualOutput;

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>The measurements on <paramref name="sources"/>.</summary>
    public ProtocolRequest On(DemoSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return new ProtocolRequest
        {
            Model = sources.Model,
            ModelName = sources.ModelName,
            Source = sources.Source,
            Shifts = sources.Shifts,
            Tasks = sources.Tasks,
            Methods = Methods,
            Shots = Shots,
            Seeds = Seeds,
            Recipe = Recipe,
            Cache = Cache,
        };
    }
}
