namespace KronClip.Evaluation;

/// <summary>What was asked of a benchmark: all that its tables must know beside the cells. Immutable.</summary>
public sealed record BenchmarkRequestFacts
{
    /// <summary>What was asked of every set.</summary>
    public required ProtocolKind Protocol { get; init; }

    /// <summary>For domain and cross-task the <see cref="BenchmarkSetFacts.Name"/> of the set that was trained on; else null, since every set is trained on.</summary>
    public required string? Source { get; init; }

    /// <summary>Training pictures of each class, ascending; one or more.</summary>
    public required IReadOnlyList<int> Shots { get; init; }

    /// <summary>The seeds; one or more.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Name of the recipe: "default", "published", or what else it is called.</summary>
    public required string Recipe { get; init; }

    /// <summary>Whether base and new classes were also told apart in one label space (<c>--join</c>).</summary>
    public bool Join { get; init; }

    /// <summary>Whether the hand-written sentences are those that the field has for each published data set ("a photo of a {}, a type of pet."), not one for all.</summary>
    public bool PublishedTemplates { get; init; }

    /// <summary>What was asked for before the run, as it was given ("new&gt;=60%,h&gt;0.7"); null where nothing was.</summary>
    public string? Acceptance { get; init; }

    /// <summary>The recipe that each method was published with.</summary>
    public const string PublishedRecipe = "published";

    /// <summary>Says what a program got wrong.</summary>
    /// <exception cref="ArgumentException">There are no shots or seeds, they come twice or out of order, or the source is missing.</exception>
    internal void Require(IReadOnlyList<BenchmarkSetFacts> sets)
    {
        if (Shots.Count == 0 || Seeds.Count == 0 || Seeds.Distinct().Count() != Seeds.Count || !Shots.SequenceEqual(Shots.Distinct().Order()))
            throw new ArgumentException("A benchmark has one or more shots, ascending, and one or more seeds, each once.");
        if (sets.Count == 0 || sets.DistinctBy(s => s.Name).Count() != sets.Count)
            throw new ArgumentException("A benchmark has one or more sets, each once.");
        if (HasSource && !sets.Any(s => s.Name == Source))
            throw new ArgumentException($"The source '{Source}' is none of the sets.");
    }

    internal bool HasSource => Protocol is ProtocolKind.Domain or ProtocolKind.CrossTask;
}

/// <summary>A method on a model: one row of the tables. Cells belong to it by <see cref="BenchmarkCell.Model"/> and <see cref="BenchmarkCell.Row"/>.</summary>
/// <param name="Model">The model, as cells and <see cref="ReportOrigin.Model"/> call it.</param>
/// <param name="Method">The method with its options; learned numbers and recipe are those at the most shots.</param>
public sealed record BenchmarkRow(string Model, MethodRow Method)
{
    /// <summary>Its key.</summary>
    internal RowKey Key => new(Model, Method.Id);
}

/// <summary>What tables and pairs call a row.</summary>
/// <param name="Model">The model.</param>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
public sealed record RowKey(string Model, string Row);
