using System.Text.Json.Serialization;

namespace KronClip.Evaluation;

/// <summary>
/// One measurement of a comparison: what a method, trained with so many shots and one seed, makes of that seed's test pictures. Table, plot and page are drawn from
/// cells and add nothing to them. Immutable.
/// </summary>
/// <param name="Row">The <see cref="ComparisonRow.Id"/>.</param>
/// <param name="Shots">Training pictures of each class, at most; 0 where nothing is learned, so that the figure holds for any number.</param>
/// <param name="Seed">Seed of the draw, the start and the batches.</param>
/// <param name="Classes">Names that the pictures were measured against.</param>
/// <param name="Pictures">Pictures measured.</param>
/// <param name="Correct">Those whose likeliest class is the true one.</param>
/// <param name="MacroF1">Mean F1 over the classes that have pictures, as a fraction.</param>
public sealed record ComparisonCell(string Row, int Shots, long Seed, int Classes, int Pictures, int Correct, double MacroF1)
{
    /// <summary>Where the row is a choice among methods, the name of the one that it took; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Picked { get; init; }

    /// <summary>Share of the pictures that were recognised, as a fraction.</summary>
    public double Accuracy => (double)Correct / Pictures;

    /// <summary>The same measurement as the few-shot protocol has it.</summary>
    internal ProtocolCell Measured => new(Row, Seed, ProtocolKind.FewShot, ProtocolCell.Test, Classes, Pictures, Correct, MacroF1);
}

/// <summary>A method on a model: one row of the table, one line of the plot.</summary>
/// <param name="Id">What cells call it; unique among the rows.</param>
/// <param name="Title">Name for a person; with several models, the model's name is in it.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Method">The method with its options; learned numbers and recipe are those at the most shots.</param>
public sealed record ComparisonRow(string Id, string Title, string Model, MethodRow Method);
