using System.Globalization;

namespace KronClip.Data;

/// <summary>
/// The classes behind the labels of a data set. Labels that are whole numbers become the names that the data set states for them; without names the
/// numbers stay, with a warning, for CLIP needs words. Numbered classes keep the order of their numbers, others are in ordinal order.
/// </summary>
sealed class ClassLabels
{
    readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);

    ClassLabels(IReadOnlyList<ClassDefinition> classes, IReadOnlyList<string> warnings) => (Classes, Warnings) = (classes, warnings);

    /// <summary>The classes in their order; those that have a name but no picture included.</summary>
    public IReadOnlyList<ClassDefinition> Classes { get; }

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The class of a label; null where −1 stands for "not known", as it does among labels with names.</summary>
    public int? this[string label] => indices.TryGetValue(label, out var index) ? index : null;

    /// <summary>Gives labels their classes.</summary>
    /// <param name="labels">All labels that occur.</param>
    /// <param name="names">The names by number, or null.</param>
    /// <param name="source">The data set, for messages.</param>
    /// <exception cref="DataException">A number has no name.</exception>
    public static ClassLabels Of(IEnumerable<string> labels, IReadOnlyList<string>? names, string source)
    {
        var all = labels.Distinct(StringComparer.Ordinal).ToList();
        var numbers = all.Select(Number).ToList();
        if (all.Count == 0 || numbers.Contains(null))
            return Plain(all.Order(StringComparer.Ordinal), []);
        if (names is not null)
            return Named(all, names, source);
        var sorted = all.OrderBy(Number).ThenBy(label => label, StringComparer.Ordinal).ToList();
        return Plain(sorted, [$"{Printable.Quote(source)} has numbers as labels ({Printable.List(sorted, 3)}) and no names for them. CLIP needs words: give each class its \"words\" in classes.json."]);
    }

    static ClassLabels Plain(IEnumerable<string> labels, IReadOnlyList<string> warnings)
    {
        List<string> sorted = [.. labels];
        var classes = new ClassLabels([.. sorted.Select(ClassDefinition.FromFolder)], warnings);
        foreach (var (index, label) in sorted.Index())
            classes.indices[label] = index;
        return classes;
    }

    static ClassLabels Named(List<string> labels, IReadOnlyList<string> names, string source)
    {
        // A name that two numbers share (ImageNet has two cranes) needs a key of its own; that the words are the same is then said by the check of all names.
        var shared = names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var classes = new ClassLabels([.. names.Index().Select(n => shared.Contains(n.Item)
            ? ClassDefinition.FromFolder(n.Item) with { Folder = string.Create(CultureInfo.InvariantCulture, $"{n.Item} ({n.Index})") }
            : ClassDefinition.FromFolder(n.Item))], []);
        foreach (var label in labels)
        {
            var number = Number(label)!.Value;
            if (number >= 0 && number < names.Count)
                classes.indices[label] = (int)number;
            else if (number != -1)
                throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{Printable.Quote(source)} has the label {number}, but names for 0 to {names.Count - 1} alone. The names and the labels do not belong together."));
        }
        return classes;
    }

    static long? Number(string label) => long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
