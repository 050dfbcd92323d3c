using System.Globalization;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A picture in the comparison.</summary>
/// <param name="Class">Its class, an index into the classes that are compared.</param>
/// <param name="Old">Whether the old classifier recognises it.</param>
/// <param name="New">Whether the new one does.</param>
readonly record struct PairedAnswer(int Class, bool Old, bool New);

/// <summary>
/// When a new classifier may take an old one's place. The two are held against each other picture by picture with the exact sign test (McNemar 1947). To refuse is cheap and to make things worse
/// is not, so a loss counts from a milder level on than a gain; and a class that loses beyond chance (Holm 1979 over the classes) counts even where others make up for it.
/// </summary>
static class ReplacementRule
{
    /// <summary>With fewer pictures no loss would show.</summary>
    public const int LeastPictures = 20;

    /// <summary>One-sided level from which on fewer right answers count as a loss: 3 lost and none won, 5 lost and 1 won.</summary>
    public const double LossLevel = 0.15;

    public static ReplacementComparison Judge(IReadOnlyList<(string Folder, string Name)> classes, IReadOnlyList<PairedAnswer> answers, IReadOnlyList<string> remarks)
    {
        var (onlyOld, onlyNew) = (answers.Count(a => a.Old && !a.New), answers.Count(a => a.New && !a.Old));
        var (oldRight, newRight) = (answers.Count(a => a.Old), answers.Count(a => a.New));
        var p = ExactTests.TwoSided(onlyOld, onlyNew);
        var lost = Lost(classes, answers);
        var verdict = answers.Count < LeastPictures ? ReplacementVerdict.TooFewPictures
            : lost.Count > 0 || (onlyOld > onlyNew && ExactTests.OneSided(onlyOld, onlyNew) <= LossLevel) ? ReplacementVerdict.Worse
            : onlyNew > onlyOld && p < ExactTests.Level ? ReplacementVerdict.Better
            : ReplacementVerdict.NoWorse;
        var figures = string.Create(CultureInfo.InvariantCulture,
            $"Of {Printable.Count(answers.Count, "picture")} that neither was trained on, the old classifier recognises {oldRight} and the new one {newRight} ({onlyOld} only the old, {onlyNew} only the new; exact test p = {p:0.###}).");
        var sentence = verdict switch
        {
            ReplacementVerdict.TooFewPictures => string.Create(CultureInfo.InvariantCulture, $"{figures} With fewer than {LeastPictures} such pictures a loss would not show; label more, and keep them out of the training."),
            ReplacementVerdict.Worse => $"{figures} The new one is worse{(lost.Count > 0 ? $" in {Printable.List(lost)}" : "")}.",
            ReplacementVerdict.Better => $"{figures} The new one is better.",
            _ => $"{figures} Nothing shows that the new one is worse.",
        };
        return new ReplacementComparison(answers.Count, oldRight, newRight, onlyOld, onlyNew, p, verdict, string.Join(' ', remarks.Prepend(sentence)),
            [.. classes.Index().Select(c => (c.Item, Of: answers.Where(a => a.Class == c.Index).ToArray())).Where(c => c.Of.Length > 0)
                .Select(c => new ClassReplacement(c.Item.Folder, c.Item.Name, c.Of.Length, c.Of.Count(a => a.Old), c.Of.Count(a => a.New)))]);
    }

    /// <summary>Classes with a loss beyond chance.</summary>
    static List<string> Lost(IReadOnlyList<(string Folder, string Name)> classes, IReadOnlyList<PairedAnswer> answers)
    {
        var tests = classes.Index().Select(c => (c.Item.Name, Old: answers.Count(a => a.Class == c.Index && a.Old && !a.New), New: answers.Count(a => a.Class == c.Index && a.New && !a.Old))).ToArray();
        var adjusted = Holm.Adjusted([.. tests.Select(t => t.Old > t.New ? ExactTests.OneSided(t.Old, t.New) : 1)]);
        return [.. tests.Where((_, i) => adjusted[i] < ExactTests.Level).Select(t => t.Name)];
    }
}
