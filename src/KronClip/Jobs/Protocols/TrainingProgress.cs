using System.Globalization;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>One bar over the steps of all trainings of a protocol.</summary>
sealed class TrainingProgress : IDisposable
{
    readonly IJobObserver observer;
    readonly long total;
    bool shown;
    long done;
    string now = "";

    public TrainingProgress(IJobObserver observer, IReadOnlyList<MethodPlan> plans, IReadOnlyList<SeedDraw> draws, ClassHalves halves)
    {
        this.observer = observer;
        var old = halves.Base.ToHashSet();
        total = draws.Sum(draw => plans.Sum(plan => (long)plan.Steps(draw.Train.Count) + plan.Steps(draw.Train.Count(item => old.Contains(item.Label)))));
    }

    /// <summary>The next training begins.</summary>
    public void Next(MethodPlan plan, long seed, string classes)
    {
        now = string.Create(CultureInfo.InvariantCulture, $"{plan.Row.Title}, seed {seed}, {classes}");
        if (shown)
            return;
        observer.Begin("training", total, "steps");
        observer.Advance(done);
        shown = true;
    }

    public void Step() => observer.Advance(++done, now);

    /// <summary>Makes room for another stage, such as the encoding of augmented views.</summary>
    public void Pause()
    {
        if (shown)
            observer.End();
        shown = false;
    }

    public void Dispose() => Pause();
}
