using System.Text;
using KronClip.Classifiers;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The classes of a classifier with those of a folder behind them: old labels stay what they are.</summary>
/// <param name="Classes">Old classes in their order, then the new ones in the folder's.</param>
/// <param name="Old">How many of them are old.</param>
/// <param name="Labels">For each class of the folder its label among <paramref name="Classes"/>.</param>
/// <param name="Warnings">What is to be said of the new classes' words.</param>
sealed record MergedClasses(IReadOnlyList<ClassDefinition> Classes, int Old, IReadOnlyList<int> Labels, IReadOnlyList<string> Warnings)
{
    /// <summary>The new classes.</summary>
    public IReadOnlyList<ClassDefinition> Added => [.. Classes.Skip(Old)];

    /// <summary>Joins them. A folder is an old class where it has the class's folder name or, failing that, its display name; Unicode forms do not matter.</summary>
    /// <param name="known">The classifier's classes.</param>
    /// <param name="found">Those of the folder.</param>
    /// <param name="images">The folder, for messages.</param>
    /// <exception cref="DataException">An old class is given other words, or a new class cannot be told from another by its words or name.</exception>
    public static MergedClasses Of(IReadOnlyList<ClassDescription> known, IReadOnlyList<ClassDefinition> found, string images)
    {
        List<ClassDefinition> classes = [.. known.Select(Definition)];
        var labels = new int[found.Count];
        for (var i = 0; i < found.Count; i++)
        {
            labels[i] = Label(known, found[i].Folder);
            if (labels[i] >= 0)
            {
                RequireSameWords(known[labels[i]], found[i], images);
                continue;
            }
            labels[i] = classes.Count;
            classes.Add(found[i]);
        }
        if (labels.Distinct().Count() < labels.Length)
        {
            var twice = labels.GroupBy(l => l).First(g => g.Count() > 1).Key;
            throw new DataException($"'{images}' has two folders for the classifier's class {Printable.Quote(known[twice].Folder)}, one by its folder's name and one by its display name. Put their pictures together.");
        }
        RequireApart(classes, known.Count);
        return new MergedClasses(classes, known.Count, labels, ClassNames.Check(classes));
    }

    /// <summary>The label of a folder among a classifier's classes, or -1.</summary>
    public static int Label(IReadOnlyList<ClassDescription> known, string folder)
    {
        int Index(Func<ClassDescription, string> name) =>
            known.Index().Where(k => string.Equals(name(k.Item).Normalize(), folder.Normalize(), StringComparison.Ordinal)).Select(k => k.Index).DefaultIfEmpty(-1).First();
        return Index(k => k.Folder) is var same and >= 0 ? same : Index(k => k.Name);
    }

    static ClassDefinition Definition(ClassDescription c) => new()
    {
        Folder = c.Folder,
        Name = c.Name,
        Words = c.Words,
        Description = c.Description,
        Templates = c.Templates.Count > 0 ? c.Templates : null,
    };

    /// <summary>A folder's own name says nothing against the words that the classifier remembers; a class file does.</summary>
    static void RequireSameWords(ClassDescription known, ClassDefinition found, string images)
    {
        if (found.Words != ClassDefinition.FromFolder(found.Folder).Words && ClassNames.Fold(found.Words) != ClassNames.Fold(known.Words))
            throw new DataException(
                $"The class {Printable.Quote(found.Folder)} of '{images}' is given the words {Printable.Quote(found.Words)}, but the classifier knows it by {Printable.Quote(known.Words)}, and its results would change. "
                + "Leave the words away to keep them, rename the folder if it is another class, or train again.");
    }

    static void RequireApart(List<ClassDefinition> classes, int old)
    {
        foreach (var fresh in classes.Skip(old))
        {
            if (classes.Take(old).FirstOrDefault(c => ClassNames.Fold(c.Words) == ClassNames.Fold(fresh.Words) || ClassNames.Fold(c.Name) == ClassNames.Fold(fresh.Name)) is { } same)
                throw new DataException(
                    $"The new class {Printable.Quote(fresh.Folder)} has the words or the name of the classifier's class {Printable.Quote(same.Folder)} ({Printable.Quote(same.Words)}), so the two cannot be told apart. "
                    + $"If it is the same class, name its folder {Printable.Quote(same.Folder)}; else give it words and name of its own in a class file (--classes).");
        }
    }
}
