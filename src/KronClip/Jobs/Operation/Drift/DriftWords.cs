using System.Globalization;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A drift watch in plain language.</summary>
static class DriftWords
{
    const string LookFirst = "Look at the newest pictures: light, camera, dirt, another product. If that cannot be undone, label some of them (kronclip next), measure (kronclip eval), and train again with them (kronclip retrain).";

    public static (DriftVerdict Verdict, string Sentence, string Next) Of(DriftFigures figures, IReadOnlyList<WatchedPicture> reference, IReadOnlyList<WatchedPicture> fresh, IReadOnlyList<ClassDescription> classes)
    {
        if (figures.Tests.Count == 0)
            return (DriftVerdict.TooFewPictures, string.Create(CultureInfo.InvariantCulture,
                $"There are {fresh.Count} pictures and {reference.Count} to hold them against; with fewer than {DriftMeasure.LeastPictures} on either side nothing can be said."), "Wait for more pictures.");
        DriftTest? Found(string test) => figures.Tests.FirstOrDefault(t => t.Name == test && t.Differs);
        var (before, now) = (Median(reference.Select(p => p.Confidence)), Median(fresh.Select(p => p.Confidence)));
        var said = new List<string>();
        if (Found("confidence") is not null)
            said.Add(string.Create(CultureInfo.InvariantCulture, $"the classifier is {(now < before ? "less sure" : now > before ? "surer" : "otherwise sure")} than it was (median confidence {now:0.00}, then {before:0.00})"));
        if (Found("distance") is not null)
            said.Add("they lie otherwise to the pictures it was trained on");
        if (Found("position") is { } moved)
            said.Add(string.Create(CultureInfo.InvariantCulture, $"they have moved as a whole, by {moved.Effect:0.0} of the spread of a picture"));
        var mix = Found("labels") is null ? "" : $" The mix of classes has changed ({Mix(reference, fresh, classes)}): by itself that is no error, only check that it is so.";
        if (said.Count > 0)
            return (DriftVerdict.Alarm, $"The pictures look different from those that the classifier was measured on: {string.Join("; ", said)}.{mix}", LookFirst);
        return figures.Tests.Count == 1
            ? (DriftVerdict.TooFewPictures, $"Too few pictures are of classes that the reference has too, so only the mix of classes was tested.{mix}", "Check a few of the answers by eye.")
            : (DriftVerdict.NoAlarm, $"Nothing shows that the pictures look different from those that the classifier was measured on.{mix}", "");
    }

    /// <summary>The class whose share changed most.</summary>
    static string Mix(IReadOnlyList<WatchedPicture> reference, IReadOnlyList<WatchedPicture> fresh, IReadOnlyList<ClassDescription> classes)
    {
        double Share(IReadOnlyList<WatchedPicture> of, int label) => of.Count(p => p.Label == label) / (double)of.Count;
        var most = Enumerable.Range(0, classes.Count).MaxBy(c => Math.Abs(Share(fresh, c) - Share(reference, c)));
        return string.Create(CultureInfo.InvariantCulture, $"{Printable.Quote(classes[most].Name)} is {Share(fresh, most):0%} of the answers, and was {Share(reference, most):0%}").Replace(" %", "%", StringComparison.Ordinal);
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
