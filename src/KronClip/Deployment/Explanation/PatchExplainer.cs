using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Images;

namespace KronClip.Deployment;

/// <summary>
/// Says which patches of a picture speak for a label: copies of the picture with patches hidden are classified, and a patch's score is how much surer the classifier is where it
/// is shown. It asks nothing of tower or head but an answer, so it is the same for ViT and ResNet and every kind of head (Zeiler and Fergus, arXiv:1311.2901, section 4.2).
/// <code>
/// o(m) = log p_y/(1 − p_y) of the copy with mask m, o of the whole picture
/// d_i = o − mean of o(m) over m that hide i                 windows of w × w patches
/// s_i = Σ_w d_i / w²                                        w = 1 and three eighths of the side
/// </code>
/// Thread-safe. The same bits whatever the threads.
/// </summary>
public sealed class PatchExplainer
{
    /// <summary>Rows of activations that a batch may have, as for the encoding of pictures.</summary>
    const int BatchRows = 2048;

    readonly Classifier classifier;
    readonly ImageTower tower;
    readonly Engine engine;
    readonly int batchSize;
    readonly Preprocessor preprocessor;
    readonly PatchFilling filling;
    readonly IReadOnlyList<MaskGroup> groups;

    /// <summary>An explainer.</summary>
    /// <param name="classifier">The classifier, joined with the text tower where its head needs it.</param>
    /// <param name="model">Its base model; it must outlive the explainer.</param>
    /// <param name="preprocessing">Its preprocessing.</param>
    /// <param name="kind">The copies.</param>
    /// <param name="filling">What hides a patch in them.</param>
    /// <exception cref="ClassifierException">There is one class alone, so nothing speaks for or against it.</exception>
    public PatchExplainer(Classifier classifier, ClipModel model, PreprocessOptions preprocessing, PatchMaskKind kind = PatchMaskKind.Windows, PatchFilling filling = PatchFilling.Mean)
        : this(classifier, (model ?? throw new ArgumentNullException(nameof(model))).Image, model.Config, model.Engine, preprocessing, grid => PatchMasks.Of(grid, kind), filling) { }

    internal PatchExplainer(Classifier classifier, ImageTower tower, ClipConfig config, Engine engine, PreprocessOptions preprocessing, Func<PatchGrid, IReadOnlyList<MaskGroup>> masks, PatchFilling filling)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        if (classifier.Classes.Count < 2)
            throw new ClassifierException("The classifier has one class alone, so every picture is of it and nothing in a picture speaks for or against it. Add a class first: kronclip classes add.");
        (this.classifier, this.tower, this.engine, this.filling) = (classifier, tower, engine, filling);
        preprocessor = new Preprocessor(preprocessing);
        Grid = PatchGrid.Of(config);
        batchSize = config.Vision is VisionTransformerConfig vit ? Math.Clamp(BatchRows / vit.Positions, 1, 64) : 8;
        groups = masks(Grid);
    }

    /// <summary>The patches.</summary>
    public PatchGrid Grid { get; }

    /// <summary>The picture as the model sees it: resized and cropped, RGB, [S×S×3].</summary>
    public byte[] Crop(Picture picture) => preprocessor.Crop(picture);

    /// <summary>Explains a picture.</summary>
    /// <param name="picture">The picture, turned upright as the classifier's preprocessing wants it.</param>
    /// <param name="label">The label to explain; null for the likeliest.</param>
    /// <param name="cancel">Stops between two batches.</param>
    public PatchMap Explain(Picture picture, int? label = null, CancellationToken cancel = default) => Explain(Prepare(picture), label, cancel);

    /// <summary>The picture as the tower takes it, [3×S×S].</summary>
    internal float[] Prepare(Picture picture)
    {
        var chw = new float[preprocessor.Length];
        preprocessor.Process(picture, chw);
        return chw;
    }

    internal PatchMap Explain(float[] chw, int? label, CancellationToken cancel)
    {
        if (label is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(label));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(given, classifier.Classes.Count, nameof(label));
        }
        var whole = tower.Encode(new Matrix(1, chw.Length, chw)).Row(0).ToArray();
        var logits = classifier.Logits(whole);
        var answer = Ranking.Argmax<double>(logits);
        var explained = label ?? answer;
        bool[][] masks = [.. groups.SelectMany(group => group.Masks)];
        var values = Values(chw, filling, masks, feature => LogOdds(classifier.Logits(feature), explained), cancel);
        var odds = LogOdds(logits, explained);
        return new PatchMap(Grid, explained, answer, classifier.Confidences(whole)[explained], odds, Weighed(values, odds), masks.Length);
    }

    /// <summary>The confidence of a label on copies with patches hidden, one for each mask.</summary>
    internal double[] Confidences(float[] chw, PatchFilling filledWith, IReadOnlyList<bool[]> hidden, int label, CancellationToken cancel) =>
        Values(chw, filledWith, hidden, feature => classifier.Confidences(feature)[label], cancel);

    /// <summary>Σ over groups of weight · s_i, [g²].</summary>
    double[] Weighed(double[] values, double whole)
    {
        var (sum, first) = (new double[Grid.Count], 0);
        foreach (var group in groups)
        {
            var scores = Scores(group, values[first..(first += group.Masks.Count)], whole);
            for (var patch = 0; patch < sum.Length; patch++)
                sum[patch] += group.Weight * scores[patch];
        }
        return sum;
    }

    /// <summary>d_i of all patches, in the order of the masks, so that the sums are the same always; 0 for a patch that no mask hides, or that all do.</summary>
    internal static double[] Scores(MaskGroup group, IReadOnlyList<double> values, double whole)
    {
        var masks = group.Masks;
        var scores = new double[masks[0].Length];
        for (var patch = 0; patch < scores.Length; patch++)
        {
            double shown = 0, hidden = 0;
            var times = 0;
            for (var m = 0; m < masks.Count; m++)
            {
                if (masks[m][patch])
                    (hidden, times) = (hidden + values[m], times + 1);
                else
                    shown += values[m];
            }
            if (times > 0 && (group.AgainstWhole || times < masks.Count))
                scores[patch] = (group.AgainstWhole ? whole : shown / (masks.Count - times)) - hidden / times;
        }
        return scores;
    }

    double[] Values(float[] chw, PatchFilling filledWith, IReadOnlyList<bool[]> hidden, Func<float[], double> value, CancellationToken cancel)
    {
        var replacement = HiddenPatches.Filling(chw, Grid.ImageSize, filledWith);
        var values = new double[hidden.Count];
        for (var first = 0; first < hidden.Count; first += batchSize)
        {
            cancel.ThrowIfCancellationRequested();
            var start = first;
            var copies = new Matrix(Math.Min(batchSize, hidden.Count - first), chw.Length);
            engine.ForEach(copies.Rows, i => HiddenPatches.Hide(Grid, chw, replacement, hidden[start + i], copies.Row(i)));
            var features = tower.Encode(copies);
            for (var i = 0; i < features.Rows; i++)
                values[first + i] = value(features.Row(i).ToArray());
        }
        return values;
    }

    /// <summary>log p_y/(1 − p_y) = z_y/T − log Σ_{c≠y} exp(z_c/T), from the largest of the others so that nothing overflows.</summary>
    double LogOdds(double[] logits, int label)
    {
        var (temperature, largest) = (classifier.Document.Calibration.Temperature, double.NegativeInfinity);
        for (var c = 0; c < logits.Length; c++)
        {
            if (c != label)
                largest = Math.Max(largest, logits[c]);
        }
        var sum = 0.0;
        for (var c = 0; c < logits.Length; c++)
        {
            if (c != label)
                sum += Math.Exp((logits[c] - largest) / temperature);
        }
        return (logits[label] - largest) / temperature - Math.Log(sum);
    }
}
