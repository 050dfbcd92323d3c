using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>In which order classes come.</summary>
public enum ClassOrder
{
    /// <summary>Shuffled by the seed, so that each seed has other groups.</summary>
    Seeded,

    /// <summary>As the pictures list them.</summary>
    Listed,
}

/// <summary>A study of learning in stages. Immutable.</summary>
public sealed record StageStudyRequest
{
    /// <summary>Folder of the results where none is given.</summary>
    public const string UsualOutput = "kronclip-stages";

    /// <summary>As in <see cref="TrainRequest.Images"/>; more classes than stages.</summary>
    public required string Images { get; init; }

    /// <summary>As in <see cref="TrainRequest.Model"/>.</summary>
    public required string Model { get; init; }

    /// <summary>The methods, all of which learn a prompt that serves new classes. Zero-shot CLIP always stands beside them.</summary>
    public IReadOnlyList<MethodChoice> Methods { get; init; } = [new("ck-coop"), new("coop", new System.Text.Json.Nodes.JsonObject { ["contextWords"] = 4 })];

    /// <summary>In how many groups the classes come.</summary>
    public int Stages { get; init; } = 3;

    /// <summary>In which order.</summary>
    public ClassOrder Order { get; init; } = ClassOrder.Seeded;

    /// <summary>Pictures of each earlier class in the rows that replay some.</summary>
    public int Replay { get; init; } = 4;

    /// <summary>Training pictures per class.</summary>
    public int Shots { get; init; } = 16;

    /// <summary>Seeds; everything is trained with each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Optimiser, rate, epochs, views; the same choice for every training of every stage.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>Folder of page, document and cells.</summary>
    public string Output { get; init; } = UsualOutput;

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>The same request as the protocols' code wants it.</summary>
    internal ProtocolRequest Protocol(string model, string images) => new()
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
        if (Stages < 2)
            throw new OptionsException($"stages is {Stages}; give 2 or more.");
        if (Replay < 1)
            throw new OptionsException($"replay is {Replay}; give 1 or more pictures of each earlier class. Rows without replay and with all of it are there anyway.");
        foreach (var choice in Methods)
        {
            if (choice.Definition is not PromptMethodDefinition)
                throw new OptionsException($"{choice.Definition.Title} does not learn a prompt, so it cannot go on in stages{(choice.Definition.Learns ? "" : "; it stands beside the others anyway")}. Take it out of the methods.");
        }
        Protocol(Model, Images).Validate();
    }

    /// <summary>The groups of one seed, as labels.</summary>
    /// <exception cref="OptionsException">There are too few classes.</exception>
    internal IReadOnlyList<IReadOnlyList<int>> Groups(int classes, long seed)
    {
        if (classes <= Stages)
            throw new OptionsException($"{classes} classes cannot come in {Stages} stages: the first needs two to tell apart, the others one. Give fewer stages, or pictures of more classes.");
        int[] order = [.. Enumerable.Range(0, classes)];
        if (Order == ClassOrder.Seeded)
            new Compute.SeededRandom(seed, "stages/order").Shuffle<int>(order);
        return ClassStages.Of(order, Stages);
    }
}
