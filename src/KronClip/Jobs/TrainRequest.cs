using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Images;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>Everything that <see cref="TrainJob"/> needs to know. Immutable.</summary>
public sealed record TrainRequest
{
    const int LongestTitle = 200;

    /// <summary>Folder of class folders, such a folder under train/val/test, manifest or split. Empty to learn from class names and unlabelled pictures alone.</summary>
    public required string Images { get; init; }

    /// <summary>Unlabelled pictures to learn from as well, or null.</summary>
    public UnlabelledOptions? Unlabelled { get; init; }

    /// <summary>The classes where there are no labelled pictures; null takes those of <see cref="ClassFile"/>.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The model: a folder, a name in the box or the catalogue, or "owner/name" on the Hub (<see cref="ModelPlace"/>).</summary>
    public required string Model { get; init; }

    /// <summary>Name of the method.</summary>
    public string Method { get; init; } = "ck-coop";

    /// <summary>The method's own options; absent keys keep their defaults.</summary>
    public JsonObject MethodOptions { get; init; } = [];

    /// <summary>Training pictures per class.</summary>
    public int Shots { get; init; } = 16;

    /// <summary>Seed of the draw, the initialisation, the batches and the views.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Optimiser, rate, epochs, views.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>A classes.json with the words of each folder, or null.</summary>
    public string? ClassFile { get; init; }

    /// <summary>A list of pictures that nothing is learned from (<see cref="LeaveOutList"/>), or null.</summary>
    public string? LeaveOut { get; init; }

    /// <summary>Whether pictures are turned as their EXIF orientation asks; null applies it to people's own photos and leaves it in the published recipe, as the published code does.</summary>
    public Orientation? Orientation { get; init; }

    /// <summary>Where the classifier goes; null names it after the pictures, in the current folder.</summary>
    public string? Output { get; init; }

    /// <summary>The run folder; null makes one under runs/, named after the job and its options.</summary>
    public string? Run { get; init; }

    /// <summary>Folder of the feature and dictionary caches; null is the user's own, empty turns them off.</summary>
    public string? Cache { get; init; }

    /// <summary>Seconds between two checkpoints; 0 writes one after every epoch. Changes nothing in the result.</summary>
    public double CheckpointSeconds { get; init; } = 5;

    /// <summary>What must come out of the run, such as "accuracy&gt;=0.95,ece&lt;5%" (<see cref="ReportFigures.Names"/>); null asks for nothing. Changes no figure.</summary>
    public string? Accept { get; init; }

    /// <summary>Whether the report gets a learning curve: the method is then fitted to 1, 2, 4, … pictures per class as well.</summary>
    public bool LearningCurve { get; init; }

    /// <summary>Whether the report says what a class may expect that is added by its name alone: the method is then also fitted without some of the classes, each class once.</summary>
    public bool NamedClasses { get; init; }

    /// <summary>Power of the machine in watts, for the report; null where nobody stated it. Changes no figure.</summary>
    public double? Watts { get; init; }

    /// <summary>Price of a kilowatt-hour in <see cref="Currency"/>, for the report; null where nobody stated it.</summary>
    public double? PricePerKilowattHour { get; init; }

    /// <summary>Unit of the price, such as "EUR".</summary>
    public string? Currency { get; init; }

    /// <summary>Language of the report's page and card. Changes no figure.</summary>
    public ReportLanguage Language { get; init; }

    /// <summary>What report, page and card call the pictures; null takes the name of their folder or file. Changes no figure.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the report's page shows mistakes as pictures; else it names them.</summary>
    public bool ReportPictures { get; init; } = true;

    /// <summary><see cref="Accept"/>, read.</summary>
    /// <exception cref="OptionsException">It cannot be read, or names an unknown figure.</exception>
    [JsonIgnore]
    public AcceptanceCriteria Criteria => Accept is null ? AcceptanceCriteria.None : AcceptanceCriteria.Parse(Accept, ReportFigures.Names, CloseNames.To);

    /// <summary>Whether there are no labelled pictures.</summary>
    [JsonIgnore]
    public bool NamesAlone => Images.Length == 0;

    /// <summary>Labelled pictures per class; none where there are none.</summary>
    [JsonIgnore]
    public int LabelledShots => NamesAlone ? 0 : Shots;

    /// <summary>What the pictures are called in names of files and folders.</summary>
    [JsonIgnore]
    public string PicturesName => PicturePlace.NameOf(NamesAlone ? Unlabelled!.Pictures : Images);

    /// <summary>The model's preprocessing as this job uses it. The published recipe converts before it resizes, ignores EXIF and clips 16-bit grey, as Dassl does.</summary>
    public PreprocessOptions PreprocessingOf(PreprocessOptions model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var chosen = Recipe.PreprocessingOf(model);
        return Orientation is { } orientation ? chosen with { Orientation = orientation } : chosen;
    }

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value is out of range; the message names it.</exception>
    public (MethodDefinition Method, IMethodOptions Options, Training.Recipe Recipe) Resolve(double logitScale = PromptMethodDefinition.UsualLogitScale)
    {
        if (Shots < 1)
            throw new OptionsException($"shots is {Shots}; give 1 or more pictures per class.");
        if (!(CheckpointSeconds >= 0))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"The time between two checkpoints is {CheckpointSeconds} seconds; give 0 (after every epoch) or more."));
        var method = MethodCatalogue.Find(Method);
        var options = method.ReadOptions(MethodOptions);
        ResolveUnlabelled(method, options);
        ResolveReport(method, options);
        return (method, options, Recipe.Resolve(method, options, Shots, logitScale));
    }

    void ResolveUnlabelled(MethodDefinition method, IMethodOptions options)
    {
        if (NamesAlone && Unlabelled is null)
            throw new OptionsException("There are neither labelled nor unlabelled pictures. Give a folder of class folders; or, to learn from class names alone, --unlabelled with a folder of pictures.");
        if (NamesAlone && Names is null && ClassFile is null)
            throw new OptionsException("Without labelled pictures nothing says what the classes are. Give their names, as in --names bolt,\"hex nut\",washer, or a class file with --classes.");
        if (!NamesAlone && Names is not null)
            throw new OptionsException("--names is for training without labelled pictures; with them, the folders name the classes, and --classes gives them other words.");
        if (NamesAlone && Unlabelled!.AreRest)
            throw new OptionsException($"--unlabelled {UnlabelledOptions.Rest} is what a draw of labelled pictures leaves over, and there are none. Name a folder.");
        if (NamesAlone && LeaveOut is not null)
            throw new OptionsException("--leave-out is for labelled pictures, and there are none. Leave it away.");
        if (Unlabelled is null)
            return;
        Unlabelled.Validate();
        if (!method.Learns)
            throw new OptionsException($"{method.Title} learns nothing, so unlabelled pictures say nothing to it. Choose another method.");
        if (options is AutoOptions)
            throw new OptionsException($"{method.Title} judges methods by labelled pictures alone. See what it takes without --unlabelled, and name that method here.");
        if (options is PromptMethodOptions { ClosedForm: not ClosedFormKind.None })
            throw new OptionsException("closedForm chooses its weight on labelled pictures alone and does not go with --unlabelled. Leave one of the two away.");
    }

    void ResolveReport(MethodDefinition method, IMethodOptions options)
    {
        _ = Criteria;
        if (LearningCurve && !method.Learns)
            throw new OptionsException($"{method.Title} learns nothing, so it has no learning curve. Choose another method, or leave --learning-curve away.");
        if (LearningCurve && Unlabelled is not null)
            throw new OptionsException("A learning curve is drawn over labelled pictures alone and does not go with --unlabelled. Leave one of the two away.");
        if (NamedClasses && options is not AutoOptions && !method.ServesNewClasses(options))
            throw new OptionsException($"{method.Title} learns weights of its classes and cannot name others, so there is nothing that --named-classes could measure. Choose another method, such as ck-coop, or leave it away.");
        if (NamedClasses && Unlabelled is not null)
            throw new OptionsException("Named classes are measured with labelled pictures alone, so --named-classes does not go with --unlabelled. Leave one of the two away.");
        if (Title is not null && (string.IsNullOrWhiteSpace(Title) || Title.Length > LongestTitle || Title.Any(char.IsControl)))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"The title is empty, longer than {LongestTitle} characters, or has line breaks or other control characters in it. Give one line, or leave --title away."));
        if (Watts is { } watts && !(watts > 0 && double.IsFinite(watts)))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"The power is {watts} watts; give a number above 0."));
        if (PricePerKilowattHour is { } price && !(price >= 0 && double.IsFinite(price)))
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"The price of a kilowatt-hour is {price}; give 0 or more."));
        if (PricePerKilowattHour is not null && (Watts is null || string.IsNullOrWhiteSpace(Currency)))
            throw new OptionsException("A price of energy needs the power of the machine and a unit. Give --watts, --price-per-kwh and --currency together.");
        if (Currency is not null && PricePerKilowattHour is null)
            throw new OptionsException("A currency says nothing without a price. Give --watts and --price-per-kwh too, or leave --currency away.");
    }
}
