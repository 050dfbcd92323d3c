using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>Which methods are compared on whose pictures, with which models, shots and seeds. Immutable.</summary>
public sealed record ComparisonRequest
{
    /// <summary>Shots where none are given: those of the field's tables.</summary>
    public static IReadOnlyList<int> UsualShots { get; } = [1, 2, 4, 8, 16];

    /// <summary>The method that learns nothing, with which the others are compared.</summary>
    public static string Baseline => ZeroShot.Definition.Name;

    /// <summary>As in <see cref="TrainRequest.Images"/>.</summary>
    public required string Images { get; init; }

    /// <summary>The models, each as in <see cref="TrainRequest.Model"/>.</summary>
    public IReadOnlyList<string> Models { get; init; } = [BoxedModels.KronMini];

    /// <summary>The methods; null takes all of the catalogue that are fitted themselves (a choice among them would measure them again, several times over), and leaves out with a note what the model or the recipe cannot serve. The baseline is always there.</summary>
    public IReadOnlyList<MethodChoice>? Methods { get; init; }

    /// <summary>Training pictures per class; null takes those of <see cref="UsualShots"/> that every class has.</summary>
    public IReadOnlyList<int>? Shots { get; init; }

    /// <summary>Seeds; each draws its own pictures.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Optimiser, rate, epochs, views; the same choice for all methods.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>As in <see cref="TrainRequest.ClassFile"/>.</summary>
    public string? ClassFile { get; init; }

    /// <summary>Folder of the page, the figures and the cells; null is runs/, named after the pictures.</summary>
    public string? Output { get; init; }

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>The folder of the results: the one that was given, or runs/photos-compare.</summary>
    internal string Folder => Output ?? Path.Combine("runs", $"{PicturePlace.NameOf(Images)}-compare");

    /// <summary>The rows: the baseline first, then what was asked for.</summary>
    internal IReadOnlyList<MethodChoice> Choices => Methods is null
        ? [new(Baseline), .. MethodCatalogue.All.Where(method => method.Name != Baseline && method.CandidatesOf(method.Defaults).Count == 0).Select(method => new MethodChoice(method.Name))]
        : Methods.Any(method => method.Id == Baseline) ? Methods : [new(Baseline), .. Methods];

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public void Validate()
    {
        if (Shots is { Count: 0 })
            throw new OptionsException("There are no shots; give at least one number of training pictures.");
        if (Shots?.FirstOrDefault(s => s < 1, 1) is < 1 and var few)
            throw new OptionsException($"shots is {few}; give 1 or more pictures per class.");
        Once.Require(Shots ?? [], "shot count");
        if (Seeds.Count == 0)
            throw new OptionsException("There are no seeds; give at least one.");
        Once.Require(Seeds, "seed");
        if (Models.Count == 0)
            throw new OptionsException("There are no models; give at least one.");
        Once.Require(Models, "model");
        if (Methods is { Count: 0 })
            throw new OptionsException($"There are no methods; give at least one of: {string.Join(", ", MethodCatalogue.All.Select(m => m.Name))}.");
        Once.Require(Choices.Select(choice => choice.Id), "method");
        foreach (var choice in Methods ?? [new MethodChoice(Baseline)])
            Recipe.Resolve(choice.Definition, choice.Definition.ReadOptions(choice.Options), Shots?.Max() ?? UsualShots[^1], PromptMethodDefinition.UsualLogitScale);
    }

    /// <summary>The same question as the protocols ask it, for one model and one number of shots.</summary>
    internal ProtocolRequest At(string model, int shots) => new()
    {
        Model = model,
        Source = new NamedPictures(PicturePlace.NameOf(Images), Images),
        Methods = Choices,
        Shots = shots,
        Seeds = Seeds,
        Recipe = Recipe,
        Cache = Cache,
    };
}
