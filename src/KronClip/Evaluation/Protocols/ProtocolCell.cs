namespace KronClip.Evaluation;

/// <summary>
/// One measurement: what a method, trained with one seed, makes of one set of pictures. Tables and pages are drawn from cells and add nothing to them. Immutable.
/// </summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Seed">Seed of the draw, the start and the batches.</param>
/// <param name="Protocol">What was asked.</param>
/// <param name="Part">Which pictures: "test" (few-shot), "base" or "new", or the name of a shifted set or a task.</param>
/// <param name="Classes">Names that the pictures were measured against.</param>
/// <param name="Pictures">Pictures measured.</param>
/// <param name="Correct">Those whose likeliest class is the true one.</param>
/// <param name="MacroF1">Mean F1 over the classes that have pictures, as a fraction.</param>
public sealed record ProtocolCell(string Row, long Seed, ProtocolKind Protocol, string Part, int Classes, int Pictures, int Correct, double MacroF1)
{
    /// <summary>Part of the few-shot protocol.</summary>
    public const string Test = "test";

    /// <summary>Part of base-to-new: the classes that were trained on.</summary>
    public const string Base = "base";

    /// <summary>Part of base-to-new: the classes that were only named.</summary>
    public const string New = "new";

    /// <summary>Share of the pictures that were recognised, as a fraction.</summary>
    public double Accuracy => (double)Correct / Pictures;

    /// <summary>The cell of a measurement.</summary>
    public static ProtocolCell From(string row, long seed, ProtocolKind protocol, string part, Metrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new ProtocolCell(row, seed, protocol, part, metrics.Classes.Count, metrics.Count, metrics.Correct, metrics.MacroF1);
    }
}
