using KronClip.Clip;
using KronClip.Jobs;

namespace KronClip.Load;

/// <summary>A classifier and the picture files that are sent to it.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Classifier">The .kronclip file.</param>
/// <param name="Pictures">Bytes of picture files.</param>
sealed record Subject(string Name, string Classifier, IReadOnlyList<byte[]> Pictures)
{
    const int MostPictures = 200;

    static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    /// <summary>The given one, or one that is made for this with the command line itself.</summary>
    public static Subject Of(LoadOptions options, string folder)
    {
        if (options.Classifier is not null)
            return new(Path.GetFileName(options.Classifier), options.Classifier, Files(options.From!));
        var classifier = Path.Combine(folder, "load.kronclip");
        if (options.Model == "mini")
        {
            CommandLine.Run("train", "workshop:parts", "--model", "kron-mini", "--method", "zero-shot", "--run", Path.Combine(folder, "run"), "--out", classifier);
            return new("kron-mini, pictures of workshop:parts", classifier, Files(PicturePlace.Find("workshop:parts", null, SilentObserver.Instance, CancellationToken.None)));
        }
        var (model, sample) = (Path.Combine(folder, "model"), Path.Combine(folder, "sample"));
        SampleModel.Write(model, 1, new VisionTransformerConfig { ImageSize = 224, PatchSize = 16, Width = 768, Heads = 12, Layers = 12, MlpWidth = 3072 });
        CommandLine.Run("sample", sample);
        CommandLine.Run("train", Path.Combine(sample, "pictures"), "--model", model, "--method", "zero-shot", "--run", Path.Combine(folder, "run"), "--out", classifier);
        return new("image tower of ViT-B/16's size, random weights, drawn pictures", classifier, Files(Path.Combine(sample, "pictures")));
    }

    /// <summary>Evenly spread over the folder, so that all classes are there.</summary>
    static byte[][] Files(string folder)
    {
        string[] all = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        if (all.Length == 0)
            throw new DataException($"'{folder}' holds no pictures; give a folder with some.");
        var count = Math.Min(MostPictures, all.Length);
        return [.. Enumerable.Range(0, count).Select(i => File.ReadAllBytes(all[(int)((long)i * all.Length / count)]))];
    }
}
