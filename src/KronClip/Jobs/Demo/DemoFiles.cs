namespace KronClip.Jobs;

/// <summary>The files of the demo in the folder that a person gave.</summary>
sealed class DemoFiles(string folder)
{
    public string Page => Path.GetFullPath(Path.Combine(folder, "demo.html"));

    public string Document => Path.GetFullPath(Path.Combine(folder, "demo.json"));

    public string Classifier => Path.GetFullPath(Path.Combine(folder, "demo.kronclip"));

    /// <summary>The classifier as a person would write it from where they are.</summary>
    public string ClassifierAsGiven => Path.Combine(folder, "demo.kronclip");

    /// <inheritdoc cref="ResultFolder.Require"/>
    public void Require() => ResultFolder.Require(folder, "demo.html", "demo.json", "demo.kronclip");
}
