using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>Pictures that are trained on, and what is asked of a method that has learned from them.</summary>
/// <param name="Pictures">The pictures.</param>
/// <param name="Others">Shifted sets or tasks that are measured beside the source's own test pictures.</param>
/// <param name="Halves">Base and new classes, where the training is on the base classes alone; else null.</param>
/// <param name="IsOwn">Whether these are a person's own pictures, which may have too few for some numbers of shots.</param>
sealed record BenchmarkSource(MeasuredSet Pictures, IReadOnlyList<MeasuredSet> Others, ClassHalves? Halves, bool IsOwn)
{
    /// <summary>The hand-written sentence that a published data set has for a method, by their names; null where it is the one that its classes have already.</summary>
    public Func<string, string, string?> Sentence { get; init; } = (_, _) => null;

    /// <summary>
    /// The sentence that a set's classes have for a method, where it is not their own: the one of the method's published code, or none (an empty text), where a person gave the method
    /// sentences of its own for a published data set. Those of a person's class file stay. Null where the classes keep what they have.
    /// </summary>
    public string? SentenceOf(MeasuredSet set, MethodChoice choice) =>
        !IsOwn && choice.Options.ContainsKey("templates") ? "" : Sentence(set.Name, choice.Definition.Name);

    /// <summary>The classes of a set as a method is told them.</summary>
    public IReadOnlyList<ClassDefinition> ClassesOf(MeasuredSet set, MethodChoice choice) => SentenceOf(set, choice) is { } sentence
        ? [.. set.Collection.Classes.Select(c => c with { Templates = sentence.Length == 0 ? null : [sentence] })]
        : set.Collection.Classes;

    /// <summary>Labels of the classes that are trained on.</summary>
    public IReadOnlyList<int> Trained => Halves?.Base ?? [.. Enumerable.Range(0, Pictures.Collection.Classes.Count)];

    public IEnumerable<MeasuredSet> Sets => [Pictures, .. Others];

    /// <summary>What a fit on one draw is asked, in the order of the table.</summary>
    /// <param name="draw">The pictures of one seed.</param>
    /// <param name="others">The parts of <see cref="Others"/>, which all draws share.</param>
    /// <param name="join">Whether base and new classes are also asked for at once.</param>
    public IReadOnlyList<MeasuredPart> Parts(SeedDraw draw, IReadOnlyList<MeasuredPart> others, bool join) => Halves is null
        ? [MeasuredPart.Test(Pictures, draw), .. others]
        :
        [
            MeasuredPart.OfClasses(ProtocolCell.Base, Pictures, draw, Halves.Base),
            MeasuredPart.OfClasses(ProtocolCell.New, Pictures, draw, Halves.New),
            .. join ? [MeasuredPart.OfClasses(BenchmarkCell.Joint, Pictures, draw, Halves.Base, Halves.New)] : Array.Empty<MeasuredPart>(),
        ];

    /// <summary>The parts that do not depend on a draw, once the sets are prepared.</summary>
    public IReadOnlyList<MeasuredPart> OtherParts() => [.. Others.Select(set => set.Role == SetRole.Shift ? MeasuredPart.Shifted(set, Pictures) : MeasuredPart.Task(set))];
}

/// <summary>All sets of a benchmark, listed but not yet read.</summary>
/// <param name="Sources">What is trained on.</param>
/// <param name="Facts">Each set, as tables know it.</param>
/// <param name="Notes">What a reader should know.</param>
sealed record BenchmarkPictures(IReadOnlyList<BenchmarkSource> Sources, IReadOnlyList<BenchmarkSetFacts> Facts, IReadOnlyList<string> Notes)
{
    public IEnumerable<MeasuredSet> Sets => Sources.SelectMany(source => source.Sets);
}
