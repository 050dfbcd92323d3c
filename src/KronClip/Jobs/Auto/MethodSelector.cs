using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Chooses among methods by cross-validation of the training pictures. A fold's fit gets the training pictures of the other folds and the validation pictures, by which it
/// chooses its hyper-parameters as the final fit does; the held-out fold is judged once and chooses no hyper-parameter. Test pictures are not here to be seen:
/// <see cref="FitData"/> has no place for them.
/// </summary>
/// <param name="model">The frozen model.</param>
/// <param name="dictionaries">Where dictionaries come from.</param>
/// <param name="classes">The classes.</param>
/// <param name="seed">Seed of every fit.</param>
/// <param name="cancel">Stops between two steps; finished folds are in their files.</param>
sealed class MethodSelector(ClipModel model, TokenDictionaries dictionaries, ClassPrompts classes, long seed, CancellationToken cancel)
{
    readonly HeldOutAnswers held = new(model, dictionaries, classes, seed, cancel);

    /// <summary>Fits of all candidates: what a progress bar counts. One for a candidate that learns nothing.</summary>
    public static int Fits(IReadOnlyList<MethodPlan> candidates, FitData data, int classes) =>
        FoldDeal.Count(data.Train.Labels, classes) is var k && k < 2 ? 1 : candidates.Sum(candidate => candidate.Definition.Learns ? k : 1);

    /// <summary>Chooses.</summary>
    /// <param name="candidates">The methods, one of which learns nothing.</param>
    /// <param name="data">Training and validation pictures.</param>
    /// <param name="files">Where finished folds are kept.</param>
    /// <param name="progress">Hears how many fits are done, and what goes on.</param>
    /// <param name="prefer">What is taken where the difference is not clear.</param>
    /// <exception cref="TrainingException">A candidate's training went astray; the message names it.</exception>
    public (MethodPlan Pick, MethodSelection Selection) Select(IReadOnlyList<MethodPlan> candidates, FitData data, AnswerFiles files, Action<int, string> progress, AutoPreference prefer = AutoPreference.Simple)
    {
        var count = classes.Names.Count;
        var k = FoldDeal.Count(data.Train.Labels, count);
        if (k < 2)
            return Unseen(candidates, data, progress);
        var folds = FoldDeal.Of(data.Train.Labels, k);
        var (answers, done) = (new List<CandidateAnswers>(), 0);
        foreach (var candidate in candidates)
        {
            var right = new bool[data.Train.Labels.Length];
            foreach (var (number, fold) in Folds(candidate, folds).Index())
            {
                var given = files.Read(candidate.Definition.Name, number, fold.Held.Length, count) ?? Make(candidate, number, fold, data, files, done, progress);
                for (var i = 0; i < given.Length; i++)
                    right[fold.Held[i]] = given[i] == data.Train.Labels[fold.Held[i]];
                progress(++done, candidate.Row.Title);
            }
            answers.Add(Answers(candidate, right));
        }
        var selection = MethodSelection.Choose(answers, k, count, prefer == AutoPreference.Simple);
        return (candidates.Single(candidate => candidate.Definition.Name == selection.Picked), selection);
    }

    /// <summary>What learns nothing has seen none of the pictures, so all are held out at once.</summary>
    static IReadOnlyList<(int[] Train, int[] Held)> Folds(MethodPlan candidate, IReadOnlyList<(int[] Train, int[] Held)> folds) =>
        candidate.Definition.Learns ? folds : [([], [.. folds.SelectMany(fold => fold.Held).Order()])];

    int[] Make(MethodPlan candidate, int number, (int[] Train, int[] Held) fold, FitData data, AnswerFiles files, int done, Action<int, string> progress)
    {
        cancel.ThrowIfCancellationRequested();
        var (steps, all) = (0, candidate.Steps(fold.Train.Length));
        var title = candidate.Definition.Learns ? FormattableString.Invariant($"{candidate.Row.Title}, fold {number + 1}") : candidate.Row.Title;
        progress(done, title);
        try
        {
            var made = held.Of(candidate, data.Pictures(fold.Train), data.Train.Select(fold.Held), () => progress(done, FormattableString.Invariant($"{title}, step {++steps} of {all}")));
            files.Write(candidate.Definition.Name, number, made);
            return made;
        }
        catch (TrainingException error)
        {
            throw new TrainingException($"{title}: {error.Message} Or leave the method out of the candidates (--set candidates=[…]).", error);
        }
    }

    /// <summary>Where a class has a single picture nothing can be held out, so nothing is compared: the method of the house is taken where it is a candidate, else what learns nothing.</summary>
    (MethodPlan Pick, MethodSelection Selection) Unseen(IReadOnlyList<MethodPlan> candidates, FitData data, Action<int, string> progress)
    {
        var baseline = candidates.First(candidate => !candidate.Definition.Learns);
        var pick = candidates.FirstOrDefault(candidate => candidate.Definition.Name == CkCoOp.Definition.Name) ?? baseline;
        var given = held.Of(baseline, data.Pictures([]), data.Train, () => { });
        progress(1, baseline.Row.Title);
        var small = Enumerable.Range(0, classes.Names.Count).First(c => data.Train.Labels.Count(label => label == c) < 2);
        var answers = Answers(baseline, [.. given.Zip(data.Train.Labels, (answer, label) => answer == label)]);
        return (pick, MethodSelection.WithoutComparison(Answers(pick, []), answers, classes.Names.Count,
            $"'{classes.Names[small]}' has a single training picture, so that none of it can be held out."));
    }

    static CandidateAnswers Answers(MethodPlan candidate, bool[] right) => new(candidate.Definition.Name, candidate.Row.Title, candidate.Definition.Learns,
        candidate.Definition.ServesNewClasses(candidate.Options), candidate.Row.Parameters, right);
}
