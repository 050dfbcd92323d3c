using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>A picture that an exported file is checked on.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Label">Its class; null where it is not known.</param>
sealed record CheckPicture(string Name, Picture Picture, int? Label);

/// <summary>The pictures that an exported file is checked on: drawn ones of several shapes and sizes, and a person's own where they are given.</summary>
static class CheckPictures
{
    static readonly (int Width, int Height)[] sizes = [(224, 224), (320, 240), (240, 320), (97, 61), (61, 97), (640, 200), (333, 334), (32, 32)];

    /// <summary>Two pictures of each size: soft colours with stripes and grain, the same on every machine.</summary>
    public static IEnumerable<CheckPicture> Drawn()
    {
        foreach (var (number, (width, height)) in sizes.Concat(sizes).Index())
        {
            var random = new SeededRandom(number, "export-check");
            var waves = Enumerable.Range(0, 9).Select(_ => (X: random.NextDouble() * 12, Y: random.NextDouble() * 12, Phase: random.NextDouble() * 6)).ToArray();
            var samples = new byte[width * height * 3];
            for (var i = 0; i < samples.Length; i++)
            {
                var (x, y) = (i / 3 % width / (double)width, i / 3 / width / (double)height);
                var value = 128.0;
                for (var w = i % 3; w < waves.Length; w += 3)
                    value += 36 * Wave(waves[w].X * x + waves[w].Y * y + waves[w].Phase);
                samples[i] = (byte)Math.Clamp(value + random.NextInt(17) - 8, 0, 255);
            }
            yield return new CheckPicture(FormattableString.Invariant($"drawn picture {number + 1}"), new Picture(width, height, PixelMode.Rgb, samples), null);
        }
    }

    /// <summary>A triangle wave of period 1, from -1 to 1: exact arithmetic, so the same everywhere.</summary>
    static double Wave(double t) => 4 * Math.Abs(t - Math.Floor(t + 0.5)) - 1;

    /// <summary>A person's own pictures, taken evenly from all; with their classes where the folders are the classifier's.</summary>
    /// <exception cref="DataException">There are none, or none can be read.</exception>
    public static IEnumerable<CheckPicture> Of(string images, ExportRequest request, Classifier classifier, Orientation orientation, IJobObserver observer, CancellationToken cancel)
    {
        var collection = ImageCollection.Open(PicturePlace.Find(images, request.Cache, observer, cancel), null, new CollectionOptions { ForTraining = false });
        var folders = classifier.Classes.Select(c => c.Folder.Normalize()).ToArray();
        var parts = collection.Images.Any(i => i.Part == SplitPart.Test) ? collection.Images.Where(i => i.Part == SplitPart.Test).ToArray() : [.. collection.Images];
        var read = 0;
        var step = Math.Max(1.0, parts.Length / (double)request.MostPictures);
        for (var at = 0.0; (int)at < parts.Length && read < request.MostPictures; at += step)
        {
            cancel.ThrowIfCancellationRequested();
            var item = parts[(int)at].Item;
            Picture picture;
            try
            {
                picture = PictureReader.Read(item.Path, ImageLimits.Default, orientation);
            }
            catch (ImageException error)
            {
                observer.Warn($"Set aside: {error.Message}");
                continue;
            }
            read++;
            var label = Array.IndexOf(folders, collection.Classes[item.Label].Folder.Normalize());
            yield return new CheckPicture(item.RelativePath, picture, label < 0 ? null : label);
        }
        if (read == 0)
            throw new DataException($"'{images}': no picture could be read, so there is nothing to check the file on.");
    }
}
