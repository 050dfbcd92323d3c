using KronClip.Hub;

namespace KronClip.Jobs;

/// <summary>The licence of a model's weights: what the catalogue of models has for its repository, else the front matter of the README in its folder.</summary>
static class ModelLicence
{
    const string Key = "license:";

    /// <summary>The licence; null where nothing says it.</summary>
    /// <param name="hint">How the model is found again (<see cref="ModelPlace.Hint"/>).</param>
    /// <param name="folder">Its folder.</param>
    public static string? Of(string hint, string folder)
    {
        var repo = ModelPlace.IsName(hint) ? RepoId.TryParse(hint)?.Id : null;
        return ModelCatalogue.Entries.FirstOrDefault(entry => string.Equals(entry.Repo, repo, StringComparison.OrdinalIgnoreCase))?.Licence
            ?? OfReadme(Path.Combine(Directory.Exists(folder) ? folder : Path.GetDirectoryName(folder) ?? "", "README.md"));
    }

    /// <summary>The value of <c>license:</c> between the two lines of three dashes with which a model card begins; null where there is none.</summary>
    static string? OfReadme(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            string[] front = [.. File.ReadLines(path).Take(200)];
            if (front is not ["---", ..])
                return null;
            var line = front.Skip(1).TakeWhile(l => l.TrimEnd() != "---").FirstOrDefault(l => l.StartsWith(Key, StringComparison.OrdinalIgnoreCase));
            return line?[Key.Length..].Trim().Trim('"', '\'') is { Length: > 0 } licence ? licence : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
