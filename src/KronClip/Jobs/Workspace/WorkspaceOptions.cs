using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>Limits of a workspace, and where its trainings find models and caches. Immutable.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>Most projects.</summary>
    public int MostProjects { get; init; } = 100;

    /// <summary>Most classes of a project.</summary>
    public int MostClasses { get; init; } = 500;

    /// <summary>Most pictures of a project, labelled or not.</summary>
    public int MostPictures { get; init; } = 20_000;

    /// <summary>Most bytes of all pictures together.</summary>
    public long MostBytes { get; init; } = 20L << 30;

    /// <summary>What a picture may cost.</summary>
    public ImageLimits Limits { get; init; } = new() { MaxBytes = 32L << 20, MaxPixels = 100_000_000 };

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>Folders of models that projects may use besides those of box, cache and Hub.</summary>
    public IReadOnlyList<string> ModelFolders { get; init; } = [];

    /// <summary>Names that no project may have, because something else is called so; asked when a project is made.</summary>
    public Func<string, bool> IsTaken { get; init; } = _ => false;

    /// <summary>Where times come from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Checks the limits.</summary>
    /// <exception cref="OptionsException">One is not positive.</exception>
    public WorkspaceOptions Validate()
    {
        if (MostProjects < 1 || MostClasses < 2 || MostPictures < 1 || MostBytes < 1)
            throw new OptionsException("The limits of a workspace are whole numbers of 1 or more, and a project has room for 2 classes at least.");
        Limits.Validate();
        return this;
    }
}
