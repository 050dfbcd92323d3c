using System.Globalization;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What a training has given, for a person who knows nothing of statistics: how many pictures, how many right, and how sure that is. Pure.</summary>
static class TrainingSentence
{
    /// <summary>With fewer pictures the figure is called rough.</summary>
    const int Few = 30;

    /// <summary>The figures of a run: on the pictures set aside or, where there are none, by cross-validation.</summary>
    public static (Figures? Adapted, Figures? ZeroShot, bool IsFolds) FiguresOf(RunMetrics metrics) => metrics.Adapted.Test is { } test
        ? (test, metrics.ZeroShot.Test, false)
        : (metrics.KFold?.Adapted, metrics.KFold?.ZeroShot, true);

    /// <summary>The 95 % interval of a share.</summary>
    public static Interval? IntervalOf(Figures? figures) => figures is null ? null : Wilson.Of((int)Math.Round(figures.Accuracy * figures.Pictures), figures.Pictures);

    public static string Of(RunMetrics metrics)
    {
        var (adapted, zeroShot, folds) = FiguresOf(metrics);
        if (adapted is null || IntervalOf(adapted) is not { } interval)
            return "How good this classifier is, nobody knows: there were too few pictures to try it on any that it had not seen. Add three or more of each class, and train again.";
        var right = (int)Math.Round(adapted.Accuracy * adapted.Pictures);
        var how = folds
            ? $"There were too few pictures to set some aside for good, so each was tried by a classifier that had not seen it: of {Printable.Count(adapted.Pictures, "picture")} {Text(right)} {(right == 1 ? "was" : "were")} recognised ({Percent(adapted.Accuracy)})."
            : $"Of {Printable.Count(adapted.Pictures, "picture")} that the classifier had never seen, {(adapted.Pictures == 1 ? (right == 1 ? "it recognised that one" : "it did not recognise that one") : $"it recognised {Text(right)}")} ({Percent(adapted.Accuracy)}).";
        var sure = $"With pictures of the same kind, expect between {Percent(interval.Low)} and {Percent(interval.High)} to be right.";
        var rough = adapted.Pictures < Few ? " That is a rough figure, because so few pictures were tried; more pictures of each class make it surer." : "";
        var without = zeroShot is null ? "" : $" Without any training the model recognised {Percent(zeroShot.Accuracy)}.";
        return $"{how} {sure}{rough}{without}";
    }

    /// <summary>Whether the new classifier is served, and why.</summary>
    public static string OfSwitch(ReplacementComparison? comparison, bool switched, bool hadOne) => (comparison, switched, hadOne) switch
    {
        (_, _, false) => "It is served from now on.",
        (null, _, true) => "It takes the place of the former one; the two could not be compared, because there is no picture that neither has learned from.",
        ({ Verdict: ReplacementVerdict.TooFewPictures } c, true, true) => $"It takes the place of the former one. The two could be compared on {Printable.Count(c.Pictures, "picture")} alone, of which the former recognised {Text(c.OldRight)} and this one {Text(c.NewRight)}; that is too few to be sure.",
        ({ Verdict: ReplacementVerdict.TooFewPictures } c, false, true) => $"The former one stays: of {Printable.Count(c.Pictures, "picture")} that neither has learned from it recognised {Text(c.OldRight)}, and this one {Text(c.NewRight)}. That is too few to be sure; it can be used all the same, under versions.",
        ({ } c, true, true) => $"It takes the place of the former one. {c.Sentence}",
        ({ } c, false, true) => $"The former one stays. {c.Sentence} This one is kept, and can be used all the same, under versions.",
    };

    static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
