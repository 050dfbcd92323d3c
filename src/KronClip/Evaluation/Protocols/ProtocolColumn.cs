namespace KronClip.Evaluation;

/// <summary>What a column of a table holds.</summary>
public enum ColumnKind
{
    /// <summary>The accuracy on one part.</summary>
    Part,

    /// <summary>The harmonic mean of base and new.</summary>
    HarmonicMean,

    /// <summary>The mean over all parts of a protocol, each part weighing the same.</summary>
    MeanOfParts,
}

/// <summary>A column of a table.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Protocol">The protocol that it belongs to.</param>
/// <param name="Part">The part, for <see cref="ColumnKind.Part"/>; else "H" or "mean".</param>
/// <param name="Classes">Names that are told apart; 0 where the column is no single part.</param>
/// <param name="Pictures">Pictures of one seed; 0 where the column is no single part.</param>
public sealed record ProtocolColumn(ColumnKind Kind, ProtocolKind Protocol, string Part, int Classes, int Pictures)
{
    /// <summary>What guessing would reach, as a fraction; null where the column is no single part.</summary>
    public double? Chance => Classes > 0 ? 1.0 / Classes : null;
}
