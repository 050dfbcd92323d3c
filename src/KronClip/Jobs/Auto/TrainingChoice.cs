using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>The choice among methods inside a training: once on all training pictures, and once more in each fold by which a training without test pictures is measured.</summary>
/// <param name="plan">The choice with its candidates.</param>
/// <param name="context">Model and classes.</param>
/// <param name="run">The run's folder, which keeps the answers of finished folds.</param>
/// <param name="options">The run's options, which decide everything.</param>
/// <param name="observer">Hears how it goes.</param>
/// <param name="cancel">Stops between two steps; the same request then goes on after the last finished fit.</param>
sealed class TrainingChoice(MethodPlan plan, JobContext context, RunFolder run, JsonObject options, IJobObserver observer, CancellationToken cancel)
{
    readonly TokenDictionaries dictionaries = Caches.Dictionaries(context.Request.Cache, context.Model.ContentHash);
    readonly string key = CanonicalJson.Hash(CanonicalJson.From(options));
    readonly List<string> measured = [];

    /// <summary>Chooses by all training pictures.</summary>
    public (MethodPlan Pick, MethodSelection Selection) Choose(FitData data)
    {
        observer.Begin("choosing", MethodSelector.Fits(plan.Candidates, data, context.Classes.Count), "fits");
        try
        {
            return Select(data, "choice", (done, what) => observer.Advance(done, what));
        }
        finally
        {
            observer.End();
        }
    }

    /// <summary>Chooses by the training pictures of a measuring fold alone, and fits to them what it took.</summary>
    /// <param name="data">The fold's training pictures.</param>
    /// <param name="fold">From 0.</param>
    public ClassifierHead Measured(FitData data, int fold)
    {
        var (pick, _) = Select(data, FormattableString.Invariant($"measuring{fold + 1}"), (_, what) => observer.Advance(fold, what));
        measured.Add(pick.Row.Title);
        return FittedMethod.Fit(pick, context.Model, dictionaries, context.Prompts, data.For(pick), context.Request.Seed, () => { }, cancel).Name(context.Prompts);
    }

    /// <summary>What was taken in the measuring folds.</summary>
    public string MeasuredNote => "Each fold of the k-fold figure made a choice of its own, by its training pictures alone: "
        + string.Join(", ", measured.GroupBy(title => title).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} in {Printable.Count(g.Count(), "fold")}")) + ".";

    (MethodPlan Pick, MethodSelection Selection) Select(FitData data, string part, Action<int, string> progress) =>
        new MethodSelector(context.Model, dictionaries, context.Prompts, context.Request.Seed, cancel)
            .Select(plan.Candidates, data, new AnswerFiles(Path.Combine(run.Path, "choice"), key, part), progress, ((AutoOptions)plan.Options).Prefer);
}
