using KronClip.Compute;
using KronClip.Data;
using KronClip.Deployment;
using KronClip.Evaluation;
using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>Checks the maps of a classifier on pictures (see <see cref="ExplanationCheck"/>). The label of a picture is the likeliest, so no labels are needed.</summary>
public sealed class ExplanationCheckJob
{
    readonly ExplanationCheckRequest request;
    readonly LoadedClassifier loaded;
    readonly PatchExplainer explainer;
    readonly CancellationToken cancel;
    readonly PatchGrid grid;
    readonly int hidden;

    ExplanationCheckJob(LoadedClassifier loaded, ExplanationCheckRequest request, CancellationToken cancel)
    {
        (this.loaded, this.request, this.cancel) = (loaded, request, cancel);
        explainer = new PatchExplainer(loaded.Classifier, loaded.Model, loaded.Preprocessing, request.Masks, request.Filling);
        grid = explainer.Grid;
        hidden = grid.CountOf(PictureExplanationJob.HighestShare);
        if (grid.Count < 2)
            throw new ClassifierException("The image tower reads a picture as one patch, so there are no patches to tell apart.");
    }

    /// <summary>Runs the check.</summary>
    /// <param name="loaded">The classifier.</param>
    /// <param name="request">What is checked.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="DataException">The pictures do not exist, or none can be read.</exception>
    /// <exception cref="OptionsException">A number is not possible.</exception>
    public static ExplanationCheck Run(LoadedClassifier loaded, ExplanationCheckRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(request);
        return new ExplanationCheckJob(loaded, request.Validate(), cancel).Run(observer ?? SilentObserver.Instance);
    }

    ExplanationCheck Run(IJobObserver observer)
    {
        var all = PicturePaths.Find([PicturePlace.Find(request.Images, loaded.Cache, observer, cancel)]).Order(StringComparer.Ordinal).ToArray();
        var count = Math.Min(request.Limit, all.Length);
        string[] paths = [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Length / count)])];
        var (measured, unreadable) = (new List<Measured>(), new List<string>());
        observer.Begin("checking", paths.Length, "pictures");
        foreach (var (done, path) in paths.Index())
        {
            try
            {
                measured.Add(Measure(path));
            }
            catch (KronClipException error) when (error is ImageException or DataException)
            {
                unreadable.Add(error.Message);
                observer.Warn($"Set aside: {error.Message}");
            }
            observer.Advance(done + 1);
        }
        observer.End();
        return measured.Count > 0 ? Result(measured, unreadable) : throw new DataException($"'{request.Images}': no picture could be read, so there is nothing to check.");
    }

    /// <summary>A picture's probabilities: whole, and for each filling with the masks of <see cref="Masks"/>.</summary>
    Measured Measure(string path)
    {
        var chw = explainer.Prepare(PictureReader.Read(path, ImageLimits.Default, loaded.Preprocessing.Orientation));
        var map = explainer.Explain(chw, null, cancel);
        var masks = Masks(map, new SeededRandom(request.Seed, $"explain-check/{ContentHashes.OfFile(path)}"));
        return new Measured(map.Confidence, map.Copies, [.. Enum.GetValues<PatchFilling>().Select(filling =>
        {
            var p = explainer.Confidences(chw, filling, masks, map.Label, cancel);
            return new Probabilities(p[0], p[1], p[2], p[3..(3 + request.Draws)].Average(), p[(3 + request.Draws)..].Average());
        })]);
    }

    /// <summary>Highest, lowest, centre; then the random draws; then the draws of the same shape.</summary>
    List<bool[]> Masks(PatchMap map, SeededRandom random)
    {
        var highest = Mask(map.Highest(hidden));
        var masks = new List<bool[]> { highest, Mask(map.Lowest(hidden)), Mask(Centre()) };
        for (var draw = 0; draw < request.Draws; draw++)
        {
            int[] order = [.. Enumerable.Range(0, grid.Count)];
            random.Shuffle(order.AsSpan());
            masks.Add(Mask(order.Take(hidden)));
        }
        for (var draw = 0; draw < request.Draws; draw++)
        {
            var by = 1 + random.NextInt(grid.Count - 1);        // never where it was
            var (down, right) = (by / grid.Side, by % grid.Side);
            masks.Add(Mask(Enumerable.Range(0, grid.Count).Where(patch => highest[patch])
                .Select(patch => (patch / grid.Side + down) % grid.Side * grid.Side + (patch % grid.Side + right) % grid.Side)));
        }
        return masks;
    }

    IEnumerable<int> Centre() => Enumerable.Range(0, grid.Count)
        .OrderBy(patch => Square(2 * (patch / grid.Side) - grid.Side + 1) + Square(2 * (patch % grid.Side) - grid.Side + 1)).ThenBy(patch => patch).Take(hidden);

    static int Square(int x) => x * x;

    bool[] Mask(IEnumerable<int> patches)
    {
        var mask = new bool[grid.Count];
        foreach (var patch in patches)
            mask[patch] = true;
        return mask;
    }

    ExplanationCheck Result(List<Measured> pictures, IReadOnlyList<string> unreadable)
    {
        CheckedFilling[] fillings = [.. Enum.GetValues<PatchFilling>().Select((filling, f) => Figures(filling, [.. pictures.Select(picture => picture.Fillings[f])]))];
        return new ExplanationCheck
        {
            Classifier = Path.GetFullPath(loaded.Path),
            Method = loaded.Classifier.Document.Method.Name,
            Model = loaded.Classifier.Document.BaseModel.Name,
            Images = request.Images,
            Pictures = pictures.Count,
            Patches = grid.Count,
            Hidden = hidden,
            Draws = request.Draws,
            Seed = request.Seed,
            Masks = request.Masks,
            Filling = request.Filling,
            Copies = pictures[0].Copies,
            Whole = pictures.Average(picture => picture.Whole),
            Fillings = fillings,
            Passed = fillings.All(filling => filling.BelowRandom.Low > 0),
            Unreadable = unreadable,
        };
    }

    static CheckedFilling Figures(PatchFilling filling, Probabilities[] p) => new(filling,
        p.Average(x => x.Highest), p.Average(x => x.Random), p.Average(x => x.SameShape), p.Average(x => x.Centre), p.Average(x => x.Lowest),
        Difference(p, x => x.Random), Difference(p, x => x.SameShape), Difference(p, x => x.Centre), p.Count(x => x.Highest < x.Random) / (double)p.Length);

    /// <summary>Pairs on the same pictures; the pictures are drawn anew.</summary>
    static Interval Difference(Probabilities[] pictures, Func<Probabilities, double> other)
    {
        double[] differences = [.. pictures.Select(picture => other(picture) - picture.Highest)];
        return Bootstrap.Of(differences.Length, "explain", drawn =>
        {
            var sum = 0.0;
            foreach (var picture in drawn)
                sum += differences[picture];
            return sum / drawn.Length;
        })!;
    }

    sealed record Measured(double Whole, int Copies, Probabilities[] Fillings);

    sealed record Probabilities(double Highest, double Lowest, double Centre, double Random, double SameShape);
}
