namespace KronClip.Workshop;

/// <summary>A set of the workshop: pictures of some classes, in parts for training, validation and test, as they lie in its folder. Immutable.</summary>
public sealed class WorkshopSet
{
    /// <summary>Pictures of one class have their seeds within so many numbers.</summary>
    const int SeedsPerClass = 1000;

    readonly CameraKind camera;
    readonly long firstSeed;

    internal WorkshopSet(string name, string title, IReadOnlyList<string> classes, (int Train, int Validation, int Test) perClass, CameraKind camera, long firstSeed)
    {
        (Name, Title, Classes) = (name, title, classes);
        (Train, Validation, Test) = perClass;
        (this.camera, this.firstSeed) = (camera, firstSeed);
    }

    /// <summary>What stands after "workshop:".</summary>
    public string Name { get; }

    /// <summary>What it shows, for a person.</summary>
    public string Title { get; }

    /// <summary>The classes, in the order of their labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Pictures per class to draw few-shot examples from; 0 for a set that is only measured on.</summary>
    public int Train { get; }

    /// <summary>Pictures per class for validation.</summary>
    public int Validation { get; }

    /// <summary>Pictures per class for the test.</summary>
    public int Test { get; }

    /// <summary>How many pictures there are.</summary>
    public int Count => Classes.Count * (Train + Validation + Test);

    /// <summary>Every picture: its path within the set's folder, with forward slashes, and its scene.</summary>
    internal IEnumerable<(string Path, Scene Scene)> Pictures()
    {
        for (var c = 0; c < Classes.Count; c++)
            for (var n = 0; n < Train + Validation + Test; n++)
            {
                var (part, number) = n < Train ? ("train", n) : n < Train + Validation ? ("val", n - Train) : ("test", n - Train - Validation);
                var scene = SceneDraw.Draw(firstSeed + c * SeedsPerClass + n, Classes[c], camera, reserved: true);
                yield return (FormattableString.Invariant($"{part}/{Classes[c].Replace(' ', '_')}/{number + 1:000}.png"), scene);
            }
    }
}
