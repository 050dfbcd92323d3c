using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>
/// What is asked for before a run, so that it is not chosen after the figures are known: <c>accuracy&gt;=0.95,macro-f1&gt;=0.9,new&gt;=60%</c>. Immutable.
/// </summary>
public sealed class AcceptanceCriteria
{
    const string Form = "Write name, >=, >, <= or <, and a fraction or percent, several separated by commas: \"accuracy>=0.95,new>=60%\" (in quotes, since a shell reads > and < itself).";

    static readonly CriterionOperator[] Operators = [CriterionOperator.AtLeast, CriterionOperator.AtMost, CriterionOperator.Above, CriterionOperator.Below];      // the longer sign first

    AcceptanceCriteria(IReadOnlyList<Criterion> criteria) => Criteria = criteria;

    /// <summary>Nothing is asked for.</summary>
    public static AcceptanceCriteria None { get; } = new([]);

    /// <summary>The criteria, in the order in which they were given.</summary>
    public IReadOnlyList<Criterion> Criteria { get; }

    /// <summary>Reads criteria.</summary>
    /// <param name="text">One or more, separated by commas.</param>
    /// <param name="known">Names of the figures that there will be.</param>
    /// <param name="close">Finds the names among some that are close to one that is not known; null suggests none.</param>
    /// <exception cref="OptionsException">There is none, a figure is not known, or a limit cannot be read.</exception>
    public static AcceptanceCriteria Parse(string text, IReadOnlyCollection<string> known, Func<string, IEnumerable<string>, IReadOnlyList<string>>? close = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        return new AcceptanceCriteria([.. text.Split(',').Select(part => One(part.Trim(), known, close))]);
    }

    /// <summary>Holds figures against the criteria.</summary>
    /// <param name="figure">The figure of a name, as a fraction; null where it was not measured, which counts as not met.</param>
    public IReadOnlyList<ReportedCriterion> Judge(Func<string, double?> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return [.. from criterion in Criteria
            let value = figure(criterion.Name) is { } number && double.IsFinite(number) ? number : (double?)null
            select new ReportedCriterion(criterion.Text, value, criterion.IsMet(value))];
    }

    static Criterion One(string part, IReadOnlyCollection<string> known, Func<string, IEnumerable<string>, IReadOnlyList<string>>? close)
    {
        var at = part.IndexOfAny(['<', '>', '=']);
        if (at < 0 || part[at] == '=')
            throw new OptionsException(part.Length == 0 ? $"An acceptance criterion is empty. {Form}" : $"The acceptance criterion '{part}' has no >=, >, <= or <. {Form}");
        var kind = Operators.First(o => part.AsSpan(at).StartsWith(Criterion.Sign(o), StringComparison.Ordinal));
        var (name, limit) = (part[..at].Trim(), part[(at + Criterion.Sign(kind).Length)..].Trim());
        return new Criterion(Known(name, part, known, close), kind, Limit(limit, part), part);
    }

    static string Known(string name, string part, IReadOnlyCollection<string> known, Func<string, IEnumerable<string>, IReadOnlyList<string>>? close)
    {
        if (known.FirstOrDefault(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;
        var near = close?.Invoke(name, known) ?? [];
        throw new OptionsException($"The acceptance criterion '{part}' names no figure that is measured here. {(near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}? " : "")}There are: {string.Join(", ", known)}.");
    }

    static decimal Limit(string text, string part)
    {
        var percent = text.EndsWith('%');
        if (!decimal.TryParse(percent ? text[..^1].TrimEnd() : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw new OptionsException($"The limit of the acceptance criterion '{part}' is no number. {Form}");
        var value = percent ? number / 100 : number;
        if (value > 1)
        {
            throw new OptionsException($"The limit of the acceptance criterion '{part}' is more than 1. Figures are fractions from 0 to 1"
                + (number is > 1 and <= 100 && !percent ? $"; write {text}% if you mean percent." : ", or 0% to 100%."));
        }
        return value;
    }
}
