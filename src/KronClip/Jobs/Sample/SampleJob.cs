using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>What <see cref="SampleJob"/> made.</summary>
/// <param name="ModelFolder">The model's folder, in Hugging Face's form.</param>
/// <param name="PicturesFolder">The pictures' folder, with one folder per class.</param>
/// <param name="Pictures">How many pictures there are.</param>
/// <param name="Classes">The class folders.</param>
/// <param name="Message">What a person should know: the model is random, and how to go on.</param>
public sealed record SampleResult(string ModelFolder, string PicturesFolder, int Pictures, IReadOnlyList<string> Classes, string Message)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>
/// Makes everything that a first try needs, without any download: a tiny random CLIP and a few generated pictures. The same seed gives the
/// same bytes on every machine. What comes of them shows that an installation works; accuracies mean nothing.
/// </summary>
public static class SampleJob
{
    /// <summary>Tells a folder made by this job from any other.</summary>
    const string Mark = "kronclip-sample.json";

    /// <summary>Makes the sample in <paramref name="folder"/>, which is new, empty, or a sample's. Doing it again changes nothing.</summary>
    /// <param name="folder">Where to; "model" and "pictures" are made in it.</param>
    /// <param name="seed">Any number; another one gives other weights and pictures.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <exception cref="DataException">The folder holds something else; nothing was written.</exception>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static SampleResult Run(string folder, long seed = 1, IJobObserver? observer = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var hears = observer ?? SilentObserver.Instance;
        var root = Path.GetFullPath(folder);
        RequireOwn(root);
        var (model, pictures) = (Path.Combine(root, "model"), Path.Combine(root, "pictures"));
        // The mark comes first: a sample whose making was interrupted can be made again.
        var mark = new JsonObject { ["madeBy"] = "kronclip sample", ["seed"] = seed };
        AtomicFile.WriteText(Path.Combine(root, Mark), mark.ToJsonString() + "\n");
        SampleModel.Write(model, seed);
        var count = WritePictures(pictures, seed, hears);
        var message = string.Create(CultureInfo.InvariantCulture,
            $"Made a tiny random CLIP in '{model}' and {count} generated pictures of {SamplePictures.Classes.Count} classes in '{pictures}'. "
            + $"The model has learned nothing, so its accuracy means nothing; it shows that everything works. "
            + $"Next: kronclip train \"{pictures}\" --model \"{model}\"");
        return new SampleResult(model, pictures, count, SamplePictures.Classes, message);
    }

    static int WritePictures(string folder, long seed, IJobObserver observer)
    {
        var total = SamplePictures.Classes.Count * SamplePictures.PerClass;
        observer.Begin("drawing", total, "pictures");
        for (var i = 0; i < total; i++)
        {
            var (label, number) = Math.DivRem(i, SamplePictures.PerClass);
            var name = string.Create(CultureInfo.InvariantCulture, $"{SamplePictures.Classes[label]}_{number + 1:00}.png");
            var file = SamplePictures.Draw(seed, label, number);
            AtomicFile.Write(Path.Combine(folder, SamplePictures.Classes[label], name), stream => stream.Write(file));
            observer.Advance(i + 1);
        }
        observer.End();
        return total;
    }

    static void RequireOwn(string root)
    {
        try
        {
            if (File.Exists(root))
                throw new DataException($"'{root}' is a file; give the name of a new folder for the sample.");
            if (Directory.Exists(root) && !File.Exists(Path.Combine(root, Mark)) && Directory.EnumerateFileSystemEntries(root).Any())
                throw new DataException(
                    $"'{root}' is not empty and was not made by this command, so nothing was written there. Give a new or empty folder.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{root}' cannot be looked into: {error.Message} Choose another folder.", error);
        }
    }
}
