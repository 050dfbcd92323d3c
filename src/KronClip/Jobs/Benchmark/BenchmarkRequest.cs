using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>One of the four questions of docs/protocols.md, put to methods and models, on a person's own pictures or on published data sets. Immutable.</summary>
public sealed record BenchmarkRequest
{
    /// <summary>Shots of the few-shot protocol where none are given: those of the field's tables.</summary>
    public static IReadOnlyList<int> UsualShots => ComparisonRequest.UsualShots;

    /// <summary>Shots of the other protocols.</summary>
    public const int TransferShots = 16;

    /// <summary>The question.</summary>
    public required ProtocolKind Protocol { get; init; }

    /// <summary>A person's own pictures to train on, as in <see cref="TrainRequest.Images"/>; null for published data sets.</summary>
    public string? Images { get; init; }

    /// <summary>The folder of the published data sets, as CoOp's DATASETS.md lays them out; null for a person's own pictures.</summary>
    public string? DataRoot { get; init; }

    /// <summary>Which of the published data sets are measured; null takes all of the protocol's that lie below <see cref="DataRoot"/>.</summary>
    public IReadOnlyList<string>? Data { get; init; }

    /// <summary>Takes what there is of published data sets that are not whole; no published figure is set beside them.</summary>
    public bool AllowPartial { get; init; }

    /// <summary>Cross-task: pictures of other classes, each as <see cref="Images"/>.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Domain: other pictures of the classes of <see cref="Images"/>, or of some of them.</summary>
    public IReadOnlyList<string> Shifted { get; init; } = [];

    /// <summary>Base-to-new: class folders of the base half; null takes the first ⌈n/2⌉ in label order.</summary>
    public IReadOnlyList<string>? Base { get; init; }

    /// <summary>Base-to-new: base and new pictures also against all names at once.</summary>
    public bool Join { get; init; }

    /// <summary>The models, each as in <see cref="TrainRequest.Model"/>.</summary>
    public IReadOnlyList<string> Models { get; init; } = [BoxedModels.KronMini];

    /// <summary>The methods; null takes <see cref="UsualMethods"/> and leaves out with a note what a model or the classes' words cannot serve. Zero-shot is always there.</summary>
    public IReadOnlyList<MethodChoice>? Methods { get; init; }

    /// <summary>Training pictures per class; null takes <see cref="UsualShots"/> for few-shot and <see cref="TransferShots"/> for the others, which take one number only.</summary>
    public IReadOnlyList<int>? Shots { get; init; }

    /// <summary>Seeds; each draws its own pictures.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Optimiser, rate, epochs, views; the same choice for all methods.</summary>
    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>As in <see cref="TrainRequest.ClassFile"/>; for a person's own pictures.</summary>
    public string? ClassFile { get; init; }

    /// <summary>Folder of the page, the figures and the cells; null is runs/, named after pictures and protocol.</summary>
    public string? Output { get; init; }

    /// <summary>What is asked of the figures, as in "new>=0.6,h>=65%"; null asks for nothing.</summary>
    public string? Accept { get; init; }

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>Methods where none are given. CoCoOp is not among them: it runs the text tower once for each picture, so it costs more than the others together.</summary>
    public static IReadOnlyList<string> UsualMethods(ProtocolKind protocol) =>
        ["zero-shot", "coop", "kgcoop", "prograd", "ck-coop", .. protocol == ProtocolKind.FewShot ? ["linear-probe", "tip-adapter-f"] : Array.Empty<string>()];

    /// <summary>What the protocol is called on the command line and in files.</summary>
    public static string NameOf(ProtocolKind protocol) => protocol switch
    {
        ProtocolKind.BaseToNew => "base-to-new",
        ProtocolKind.CrossTask => "cross-task",
        ProtocolKind.Domain => "domain",
        _ => "few-shot",
    };

    internal string Name => NameOf(Protocol);

    internal string Folder => Output ?? Path.Combine("runs", $"{(Images is null ? "published" : PicturePlace.NameOf(Images))}-{Name}");

    /// <summary>The rows: zero-shot first, then what was asked for.</summary>
    internal IReadOnlyList<MethodChoice> Choices => Methods is null
        ? [.. UsualMethods(Protocol).Select(method => new MethodChoice(method))]
        : Methods.Any(method => method.Id == ComparisonRequest.Baseline) ? Methods : [new(ComparisonRequest.Baseline), .. Methods];

    internal IReadOnlyList<int> AskedShots => Shots is { } given ? [.. given.Order()] : Protocol == ProtocolKind.FewShot ? UsualShots : [TransferShots];

    /// <summary>The same as the protocols' parts know it, for one model and one number of shots.</summary>
    internal ProtocolRequest At(string model, MeasuredSet source, int shots) => new()
    {
        Model = model,
        Source = new NamedPictures(source.Name, source.Collection.Root),
        Methods = Choices,
        Shots = shots,
        Seeds = Seeds,
        Recipe = Recipe,
        Cache = Cache,
    };

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public void Validate()
    {
        if (Shots is { Count: 0 })
            throw new OptionsException("There are no shots; give at least one number of training pictures.");
        if (Shots?.FirstOrDefault(s => s < 1, 1) is < 1 and var few)
            throw new OptionsException(FormattableString.Invariant($"shots is {few}; give 1 or more pictures per class."));
        if (Shots is { Count: > 1 } && Protocol != ProtocolKind.FewShot)
            throw new OptionsException($"{Name} trains with one number of pictures per class; give one with --shots. Several are a question of few-shot.");
        if (Seeds.Count == 0)
            throw new OptionsException("There are no seeds; give at least one.");
        if (Models.Count == 0)
            throw new OptionsException("There are no models; give at least one.");
        if (Methods is { Count: 0 })
            throw new OptionsException($"There are no methods; give at least one of: {string.Join(", ", MethodCatalogue.All.Select(m => m.Name))}.");
        Once.Require(Shots ?? [], "shot count");
        Once.Require(Seeds, "seed");
        Once.Require(Models, "model");
        Once.Require(Choices.Select(choice => choice.Id), "method");
        foreach (var choice in Methods ?? [new MethodChoice(ComparisonRequest.Baseline)])
        {
            Recipe.Resolve(choice.Definition, choice.Definition.ReadOptions(choice.Options), AskedShots[^1], PromptMethodDefinition.UsualLogitScale);
            if (Protocol is ProtocolKind.BaseToNew or ProtocolKind.CrossTask)
                choice.RequireNewClasses();
        }
        if (Accept is not null)
            AcceptanceCriteria.Parse(Accept, BenchmarkAcceptance.Names(Protocol, Join), CloseNames.To);
        if (DataRoot is null)
            ValidateOwn();
        else
            ValidatePublished();
    }

    void ValidateOwn()
    {
        if (Images is null)
            throw new OptionsException("There are no pictures. Give a folder of class folders, or the folder of the published data sets with --data-root.");
        if (Data is not null || AllowPartial)
            throw new OptionsException($"{(Data is not null ? "--data" : "--allow-partial")} is for published data sets. Give their folder with --data-root, in place of your own pictures.");
        if (Protocol == ProtocolKind.CrossTask && Tasks.Count == 0)
            throw new OptionsException("cross-task needs pictures of other classes to measure on. Name their folders with --tasks.");
        if (Protocol == ProtocolKind.Domain && Shifted.Count == 0)
            throw new OptionsException("domain needs other pictures of the same classes to measure on. Name their folders with --shifted.");
        Once.Require([PicturePlace.NameOf(Images), .. Tasks.Concat(Shifted).Select(PicturePlace.NameOf)], "set of pictures");
        if (Base is not null)
            Once.Require(Base, "base class");
    }

    void ValidatePublished()
    {
        if (Images is not null)
            throw new OptionsException("Your own pictures and published data sets are two benchmarks. Give <images> or --data-root, not both.");
        string?[] own = [Tasks.Count > 0 ? "--tasks" : null, Shifted.Count > 0 ? "--shifted" : null, Base is not null ? "--base" : null, ClassFile is not null ? "--classes" : null];
        if (own.FirstOrDefault(option => option is not null) is { } option)
            throw new OptionsException($"{option} is for your own pictures; published data sets bring their classes with them. Choose data sets with --data.");
    }
}
