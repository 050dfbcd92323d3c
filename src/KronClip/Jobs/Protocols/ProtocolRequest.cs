using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>Pictures under a name.</summary>
/// <param name="Name">What tables call them.</param>
/// <param name="Images">Folder of class folders, such a folder under train/val/test, manifest or split.</param>
public sealed record NamedPictures(string Name, string Images);

/// <summary>What is measured with which methods, shots and seeds. Immutable.</summary>
public sealed record ProtocolRequest
{
    /// <summary>The model folder.</summary>
    public required string Model { get; init; }

    /// <summary>What tables call the model; null takes the folder's name.</summary>
    public string? ModelName { get; init; }

    /// <summary>The pictures that are trained on; each class also needs test pictures.</summary>
    public required NamedPictures Source { get; init; }

    /// <summary>Pictures of another kind of the source's classes, or some of them, in folders of the same names.</summary>
    public IReadOnlyList<NamedPictures> Shifts { get; init; } = [];

    /// <summary>Pictures of other classes, which nothing is trained on.</summary>
    public IReadOnlyList<NamedPictures> Tasks { get; init; } = [];

    /// <summary>The rows of the table.</summary>
    public required IReadOnlyList<MethodChoice> Methods { get; init; }

    /// <summary>Training pictures per class.</summary>
    public int Shots { get; init; } = 16;

    /// <summary>Seeds; all of a method's measurements are made with each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Optimiser, rate, epochs, views; the same choice for all methods.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public void Validate()
    {
        if (Shots < 1)
            throw new OptionsException($"shots is {Shots}; give 1 or more pictures per class.");
        if (Seeds.Count == 0)
            throw new OptionsException("There are no seeds; give at least one.");
        if (Seeds.GroupBy(s => s).FirstOrDefault(g => g.Count() > 1) is { } seed)
            throw new OptionsException($"The seed {seed.Key} is given twice; a figure would count double. Give each seed once.");
        if (Methods.Count == 0)
            throw new OptionsException($"There are no methods; give at least one of: {string.Join(", ", MethodCatalogue.All.Select(m => m.Name))}.");
        if (Methods.GroupBy(m => m.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } method)
            throw new OptionsException($"The method '{method.Key}' is given twice with the same options; give it once.");
        if (new[] { Source }.Concat(Shifts).Concat(Tasks).GroupBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } set)
            throw new OptionsException($"Two sets of pictures are called '{set.Key}'; give each a name of its own.");
        foreach (var choice in Methods)
            choice.RequireNewClasses();
    }
}
