using System.Globalization;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>One bar over many trainings: their steps, or the trainings themselves.</summary>
sealed class TrainingProgress(IJobObserver observer, long total, string unit, string? on = null) : IDisposable
{
    bool shown;
    long done;
    string now = "";

    /// <summary>Over the steps of all trainings of a protocol: each method on all classes and on the base half.</summary>
    public static TrainingProgress Of(IJobObserver observer, IReadOnlyList<MethodPlan> plans, IReadOnlyList<SeedDraw> draws, ClassHalves halves)
    {
        var old = halves.Base.ToHashSet();
        return new TrainingProgress(observer,
            draws.Sum(draw => plans.Sum(plan => (long)plan.Steps(draw.Train.Count) + plan.Steps(draw.Train.Count(item => old.Contains(item.Label))))), "steps");
    }

    /// <summary>The next training begins.</summary>
    public void Next(MethodPlan plan, long seed, string classes)
    {
        now = string.Create(CultureInfo.InvariantCulture, $"{plan.Row.Title}, seed {seed}, {classes}");
        if (!shown)
            observer.Begin(on is null ? "training" : $"training, {on}", total, unit);
        shown = true;
        observer.Advance(done, now);
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
