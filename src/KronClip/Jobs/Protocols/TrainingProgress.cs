using System.Globalization;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>One bar over the steps of all trainings of a protocol.</summary>
sealed class TrainingProgress : IDisposable
{
    readonly IJobObserver observer;
    long done;
    string now = "";

    public TrainingProgress(IJobObserver observer, IReadOnlyList<MethodPlan> plans, IReadOnlyList<SeedDraw> draws, ClassHalves halves)
    {
        this.observer = observer;
        var old = halves.Base.ToHashSet();
        var total = draws.Sum(draw => plans.Sum(plan => (long)plan.Steps(draw.Train.Count) + plan.Steps(draw.Train.Count(item => old.Contains(item.Label)))));
        observer.Begin("training", total, "steps");
    }

    /// <summary>The next training begins.</summary>
    public void Next(MethodPlan plan, long seed, string classes) => now = string.Create(CultureInfo.InvariantCulture, $"{plan.Row.Title}, seed {seed}, {classes}");

    public void Step() => observer.Advance(++done, now);

    public void Dispose()
    {
        observer.Advance(done);
        observer.End();
    }
}
