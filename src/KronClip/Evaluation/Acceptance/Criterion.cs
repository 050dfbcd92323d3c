using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>How a figure is held against a limit.</summary>
public enum CriterionOperator
{
    /// <summary>&gt;=: the limit or more.</summary>
    AtLeast,

    /// <summary>&gt;: more than the limit.</summary>
    Above,

    /// <summary>&lt;=: the limit or less.</summary>
    AtMost,

    /// <summary>&lt;: less than the limit.</summary>
    Below,
}

/// <summary>Something that is asked for before a run. Immutable.</summary>
/// <param name="Name">Name of the figure, as the list of known figures has it.</param>
/// <param name="Operator">How it is held against the limit.</param>
/// <param name="Value">The limit, as a fraction.</param>
/// <param name="Text">As it was given, without spaces around it.</param>
public sealed record Criterion(string Name, CriterionOperator Operator, decimal Value, string Text)
{
    /// <summary>
    /// Figures are held against limits as decimals of this many places: 19 of 20 pictures are 0.95, whatever the last bit of the binary fraction that they were computed in, and a mean of
    /// a hundred thousand pictures over any number of seeds still has all of its places.
    /// </summary>
    const int Places = 12;

    /// <summary>Whether a figure meets it; null, or one that is not finite, does not.</summary>
    public bool IsMet(double? figure)
    {
        if (figure is not { } measured || !double.IsFinite(measured) || Math.Abs(measured) > 1e6)
            return false;
        var value = decimal.Round((decimal)measured, Places);
        return Operator switch
        {
            CriterionOperator.AtLeast => value >= Value,
            CriterionOperator.Above => value > Value,
            CriterionOperator.AtMost => value <= Value,
            _ => value < Value,
        };
    }

    /// <summary>The criterion in one form: "new&gt;=0.6".</summary>
    public override string ToString() => $"{Name}{Sign(Operator)}{Value.ToString("0.############################", CultureInfo.InvariantCulture)}";

    internal static string Sign(CriterionOperator kind) => kind switch
    {
        CriterionOperator.AtLeast => ">=",
        CriterionOperator.Above => ">",
        CriterionOperator.AtMost => "<=",
        _ => "<",
    };
}
