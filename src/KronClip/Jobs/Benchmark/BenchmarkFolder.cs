using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The folder of a benchmark: page, document, and a file for each cell.</summary>
sealed class BenchmarkFolder(string folder)
{
    const string PageName = "benchmark.html", DocumentName = "benchmark.json", CellsName = "cells";

    public string Page => Place(PageName);

    public string Document => Place(DocumentName);

    public string Cells => Place(CellsName);

    /// <summary>Tries the folder before the work, and refuses one that holds other things.</summary>
    /// <param name="protocol">Name of the protocol; cells of another one are another benchmark's.</param>
    /// <exception cref="OptionsException">The folder holds something else, or is none.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Require(string protocol)
    {
        if (!string.IsNullOrWhiteSpace(folder) && Directory.Exists(folder))
        {
            string[] own = [PageName, DocumentName, CellsName];
            string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.').Order(StringComparer.Ordinal)];
            if (names.Except(own, StringComparer.Ordinal).ToArray() is { Length: > 0 } foreign)
                throw Other(Printable.List(foreign));
            if (File.Exists(Cells))
                throw new OptionsException($"'{Cells}' is a file, where the cells would go. Give another folder with --out.");
            if (Directory.Exists(Cells) && Directory.EnumerateFiles(Cells, "*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).FirstOrDefault(name => !name.StartsWith(protocol + "-", StringComparison.Ordinal)) is { } cell)
                throw Other($"'{CellsName}/{cell}', which is no cell of {protocol}");
        }
        ResultFolder.Require(folder, PageName, DocumentName);
    }

    string Place(string name) => Path.GetFullPath(Path.Combine(folder, name));

    OptionsException Other(string what) => new($"'{folder}' already holds {what}. Results of one benchmark go into a folder of their own; give another one with --out.");
}
