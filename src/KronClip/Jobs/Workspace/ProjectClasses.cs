using System.Globalization;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The classes of a project: classes.json, and the order in which they were made. Not thread-safe by itself.</summary>
sealed class ProjectClasses
{
    readonly string path;
    readonly WorkspaceOptions options;
    readonly Dictionary<string, ClassFileEntry> entries;

    public ProjectClasses(string path, WorkspaceOptions options, IEnumerable<string> folders)
    {
        (this.path, this.options) = (path, options);
        entries = File.Exists(path) ? new(ClassFile.Read(path).Classes, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        foreach (var strange in entries.Keys.Where(folder => !WorkspaceNames.IsSlug(folder)).ToArray())
            entries.Remove(strange);
        foreach (var folder in folders)                 // pictures whose class file was lost are not lost with it
            entries.TryAdd(folder, new ClassFileEntry { Name = folder, Words = folder.Replace('-', ' ') });
    }

    /// <summary>Folders of all classes.</summary>
    public IReadOnlyCollection<string> Folders => entries.Keys;

    /// <summary>The class of a folder.</summary>
    /// <exception cref="WorkspaceException">There is none.</exception>
    public ClassDefinition Require(string? folder) => folder is not null && entries.TryGetValue(folder, out var entry)
        ? Definition(folder, entry)
        : throw new WorkspaceException(WorkspaceFault.NotFound, "There is no such class in this project.");

    /// <summary>The name of a class for people.</summary>
    public string NameOf(string folder) => entries.TryGetValue(folder, out var entry) ? entry.Name ?? folder : folder;

    /// <summary>The class of this name; null where there is none.</summary>
    public ClassDefinition? Named(string name) => entries.Where(e => ClassNames.Fold(e.Value.Name ?? e.Key) == ClassNames.Fold(name)).Select(e => Definition(e.Key, e.Value)).FirstOrDefault();

    /// <summary>A new class; nothing is written yet.</summary>
    /// <exception cref="WorkspaceException">The name cannot be used, or another class has it.</exception>
    public ClassDefinition Made(string? name, string? words)
    {
        if (entries.Count >= options.MostClasses)
            throw new WorkspaceException(WorkspaceFault.Full, string.Create(CultureInfo.InvariantCulture, $"The project has {options.MostClasses} classes, and no more are taken."));
        var named = WorkspaceNames.Name(name, "The name of the class");
        var made = new ClassDefinition { Folder = WorkspaceNames.Slug(named, "class", entries.ContainsKey), Name = named, Words = Words(words, named) };
        RequireApart(made);
        return made;
    }

    /// <summary>A class with another name or other words; nothing is written yet.</summary>
    /// <inheritdoc cref="Made"/>
    public ClassDefinition Changed(string folder, string? name, string? words)
    {
        var before = Require(folder);
        var changed = before with
        {
            Name = name is null ? before.Name : WorkspaceNames.Name(name, "The name of the class"),
            Words = words is null ? before.Words : Words(words, before.Name),
        };
        RequireApart(changed);
        return changed;
    }

    /// <summary>Writes the class file with a class in it.</summary>
    /// <exception cref="StorageException">It could not be written; the classes are what they were.</exception>
    public void Keep(ClassDefinition definition)
    {
        var next = new Dictionary<string, ClassFileEntry>(entries, StringComparer.Ordinal) { [definition.Folder] = new() { Name = definition.Name, Words = definition.Words } };
        new ClassFile(next, path).Write(path);
        entries[definition.Folder] = next[definition.Folder];
    }

    /// <summary>Writes the class file without a class.</summary>
    /// <exception cref="StorageException">It could not be written.</exception>
    public void Remove(string folder)
    {
        var next = entries.Where(e => e.Key != folder).ToDictionary(StringComparer.Ordinal);
        new ClassFile(next, path).Write(path);
        entries.Remove(folder);
    }

    static string Words(string? words, string name) => string.IsNullOrWhiteSpace(words) ? name.Replace('_', ' ').Trim() : WorkspaceNames.Name(words, "The words of the class", WorkspaceNames.LongestWords);

    static ClassDefinition Definition(string folder, ClassFileEntry entry) => new() { Folder = folder, Name = entry.Name ?? folder, Words = entry.Words ?? folder };

    void RequireApart(ClassDefinition made)
    {
        foreach (var other in entries.Where(e => e.Key != made.Folder).Select(e => Definition(e.Key, e.Value)))
        {
            if (ClassNames.Fold(other.Name) == ClassNames.Fold(made.Name))
                throw new WorkspaceException(WorkspaceFault.Conflict, $"There is a class '{other.Name}' already, and nobody could tell the two apart. Put the pictures there, or give this one another name.");
            if (ClassNames.Fold(other.Words) == ClassNames.Fold(made.Words))
                throw new WorkspaceException(WorkspaceFault.Conflict, $"The class '{other.Name}' is described by the same words, '{other.Words}'. Give this one words of its own.");
        }
        try
        {
            ClassNames.Check([made]);
        }
        catch (DataException error)
        {
            throw new WorkspaceException(WorkspaceFault.Refused, $"The words '{made.Words}' say nothing to a model: they hold no letter, digit or symbol. Give the class words.", error);
        }
    }
}
