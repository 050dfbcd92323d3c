using KronClip.Clip;

namespace KronClip.Jobs;

/// <summary>What every study needs to know: pictures, model, seeds, and which settings of which method stand beside each other. Immutable.</summary>
public abstract record StudyDesign
{
    /// <summary>As in <see cref="TrainRequest.Images"/>; base-to-new needs four classes or more.</summary>
    public required string Images { get; init; }

    /// <summary>As in <see cref="TrainRequest.Model"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Training pictures per class.</summary>
    public int Shots { get; init; } = 16;

    /// <summary>Seeds; every setting is trained with each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Optimiser, rate, epochs, views; the same choice for every setting.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>Folder of page, document and cells.</summary>
    public abstract string Output { get; init; }

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public virtual void Validate()
    {
        if (Shots < 1)
            throw new OptionsException($"shots is {Shots}; give 1 or more pictures per class.");
        if (Seeds.Count == 0)
            throw new OptionsException("There are no seeds; give at least one.");
        if (Seeds.GroupBy(s => s).FirstOrDefault(g => g.Count() > 1) is { } seed)
            throw new OptionsException($"The seed {seed.Key} is given twice; a figure would count double. Give each seed once.");
    }

    /// <summary>The settings, once the model is known.</summary>
    /// <exception cref="OptionsException">A value does not fit the model.</exception>
    internal abstract StudyPlan Plan(ClipModel model);
}

/// <summary>The settings of a study, and how its report speaks of them.</summary>
/// <param name="Method">Name of the method under study.</param>
/// <param name="Lines">The axes.</param>
/// <param name="References">Rows that stand beside every axis.</param>
sealed record StudyPlan(string Method, IReadOnlyList<StudyLine> Lines, IReadOnlyList<StudySetting> References)
{
    /// <summary>The passage of an axis; null takes the one on settings.</summary>
    public Func<IReadOnlyList<Evaluation.StudyValue>, IReadOnlyList<Evaluation.StudyFigures>, string>? Finding { get; init; }

    /// <summary>What is studied, in the plural.</summary>
    public string Subject { get; init; } = "settings";

    /// <summary>How to read the figures.</summary>
    public string Rule { get; init; } = Evaluation.StudyPage.Rule;

    /// <summary>Whether validation pictures choose between the settings.</summary>
    public bool Chooses { get; init; } = true;

    /// <summary>Whether the report has a table by class.</summary>
    public bool ByClass { get; init; }

    /// <summary>What a reader should look at.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
