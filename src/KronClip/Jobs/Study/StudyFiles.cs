using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>The files of a study in the folder that a person gave.</summary>
sealed class StudyFiles(string folder)
{
    public string Page => Path.GetFullPath(Path.Combine(folder, "study.html"));

    public string Document => Path.GetFullPath(Path.Combine(folder, "study.json"));

    public string Cells => Path.GetFullPath(Path.Combine(folder, "cells"));

    /// <summary>Tries the folder before the work, not after it.</summary>
    /// <exception cref="OptionsException">It is a file, or a file's name is taken by a folder.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Require()
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new OptionsException("The folder for the results has no name. Give one with --out, or leave --out away.");
        if (File.Exists(folder) || File.Exists(Cells))
            throw new OptionsException($"'{(File.Exists(folder) ? folder : Cells)}' is a file; the results go into a folder. Give another name with --out.");
        foreach (var path in new[] { Page, Document }.Where(Directory.Exists))
            throw new OptionsException($"'{path}' is a folder, where the study would write a file. Give another folder with --out.");
        var trial = Path.Combine(Cells, $".{Guid.NewGuid():N}.trial");
        AtomicFile.WriteText(trial, "");
        File.Delete(trial);
    }
}
