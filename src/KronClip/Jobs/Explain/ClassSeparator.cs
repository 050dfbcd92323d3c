using KronClip.Compute;
using KronClip.Data;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// What separates two classes a and b with directions t_a and t_b:
/// <code>
/// d = t_a/‖t_a‖ − t_b/‖t_b‖      along(w) = u_w · d/‖d‖ − mean over all words,     u_w the unit embedding of the word in CLIP's sentence
/// log p_a/p_b = (z_a − z_b)/T     of a picture's logits z
/// </code>
/// Words say where the difference points among things that have a name; they are no part of what the classifier computes.
/// </summary>
static class ClassSeparator
{
    public static ClassSeparation Run(
        LoadedClassifier loaded, Matrix rows, int a, int b, ClassifierQuestion question, List<string> notes, IJobObserver observer, CancellationToken cancel)
    {
        var (classes, tokenizer) = (loaded.Classifier.Classes, loaded.Model.Tokenizer);
        var list = AttributeWords.Of(tokenizer, question.Words, [.. new[] { classes[a].Words, classes[b].Words }.SelectMany(words => words.Replace('_', ' ').ToLowerInvariant().Split(' '))]);
        var along = Along(loaded, rows, a, b, list.Words);
        WordAlong[] ordered = [.. along.OrderByDescending(word => word.Along).ThenBy(word => word.Word, StringComparer.Ordinal)];
        notes.Add(FormattableString.Invariant(
            $"Words are embedded by the text tower as \"{ZeroShot.DefaultTemplate.Replace("{}", "word", StringComparison.Ordinal)}\" and compared with the difference of the two classes. By chance alone the farthest of {ordered.Length} words would lie about {ChanceDeviations(ordered.Length):0.0} deviations out, so nearer ones say little."));
        var pictures = question.Images is null ? null : Pictures(loaded, a, b, question, observer, cancel);
        return new ClassSeparation(classes[a].Name, classes[b].Name, Directions.Cosine(rows.Row(a), rows.Row(b)), list.From, ordered.Length,
            [.. ordered.Take(question.Top)], [.. ordered.Reverse().Take(question.Top)], pictures);
    }

    static IEnumerable<WordAlong> Along(LoadedClassifier loaded, Matrix rows, int a, int b, IReadOnlyList<string> words)
    {
        var difference = Difference(rows.Row(a), rows.Row(b));
        var u = ZeroShot.ClassEmbeddings(loaded.Model, words, [.. words.Select(_ => (IReadOnlyList<string>)[ZeroShot.DefaultTemplate])]);      // [words×e]
        var dots = new double[u.Rows];
        for (var w = 0; w < dots.Length; w++)
        {
            for (var i = 0; i < difference.Length; i++)
                dots[w] += u[w, i] * difference[i];
        }
        var mean = dots.Average();
        var deviation = Math.Sqrt(dots.Sum(x => (x - mean) * (x - mean)) / dots.Length);
        return words.Select((word, w) => new WordAlong(word, dots[w] - mean, deviation > 0 ? (dots[w] - mean) / deviation : 0));
    }

    /// <summary>d/‖d‖  [e].</summary>
    static double[] Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (na, nb) = (Norm(a), Norm(b));
        var difference = new double[a.Length];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = (na > 0 ? a[i] / na : 0) - (nb > 0 ? b[i] / nb : 0);
        var norm = Math.Sqrt(difference.Sum(x => x * x));
        return norm > 0 ? [.. difference.Select(x => x / norm)]
            : throw new ClassifierException("The two classes have the same direction, so nothing separates them; their words are the same to the model.");
    }

    static double Norm(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += value * (double)value;
        return Math.Sqrt(sum);
    }

    /// <summary>About the largest of n normal numbers: √(2 ln n) − (ln ln n + ln 4π) / (2 √(2 ln n)) (Cramér 1946, section 28.6).</summary>
    static double ChanceDeviations(int n)
    {
        var root = Math.Sqrt(2 * Math.Log(Math.Max(n, 3)));
        return root - (Math.Log(Math.Log(Math.Max(n, 3))) + Math.Log(4 * Math.PI)) / (2 * root);
    }

    /// <summary>The pictures whose likeliest class is one of the two.</summary>
    static BoundaryPictures Pictures(LoadedClassifier loaded, int a, int b, ClassifierQuestion question, IJobObserver observer, CancellationToken cancel)
    {
        var paths = PicturePaths.Find([PicturePlace.Find(question.Images!, loaded.Cache, observer, cancel)]);
        ImageItem[] items = [.. paths.Order(StringComparer.Ordinal).Select(path => new ImageItem(Path.GetFullPath(path), path, 0))];
        var embedded = EmbeddedPictures.Of(items, loaded.Encoder, observer, cancel);
        ImageItem[] readable = [.. items.Where(item => embedded.Hashes.TryGet(item, out _))];
        if (readable.Length == 0)
            throw new DataException($"'{question.Images}': no picture could be read, so none can be shown at the boundary.");
        var (features, temperature) = (embedded.FeaturesOf(readable), loaded.Classifier.Document.Calibration.Temperature);
        var between = new List<PictureAlong>();
        for (var i = 0; i < readable.Length; i++)
        {
            var logits = loaded.Classifier.Logits(features.Row(i));
            if (Classifiers.Ranking.Argmax<double>(logits) is var best && (best == a || best == b))
                between.Add(new PictureAlong(readable[i].RelativePath, (logits[a] - logits[b]) / temperature));
        }
        PictureAlong[] Nearest(IEnumerable<PictureAlong> pictures, Func<PictureAlong, double> by) => [.. pictures.OrderBy(by).ThenBy(p => p.Path, StringComparer.Ordinal).Take(question.Top)];
        return new BoundaryPictures(readable.Length, between.Count,
            Nearest(between.Where(p => p.LogOdds > 0), p => -p.LogOdds), Nearest(between, p => Math.Abs(p.LogOdds)), Nearest(between.Where(p => p.LogOdds <= 0), p => p.LogOdds),
            [.. embedded.Hashes.Unusable.Select(unusable => unusable.Reason)]);
    }
}
