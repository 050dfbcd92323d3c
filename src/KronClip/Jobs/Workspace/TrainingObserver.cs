namespace KronClip.Jobs;

/// <summary>Keeps how far a training has come, for whoever asks. Thread-safe.</summary>
sealed class TrainingObserver : IJobObserver
{
    readonly Lock gate = new();
    readonly List<double> losses = [];
    readonly List<string> notes = [], warnings = [];
    TrainingStage? stage;

    /// <summary>The training as far as it has come.</summary>
    public TrainingView View
    {
        get
        {
            lock (gate)
                return new TrainingView { State = TrainingView.Running, Stage = stage, Losses = [.. losses], Notes = [.. notes], Warnings = [.. warnings] };
        }
    }

    public void Begin(string name, long total, string unit) => Do(() => stage = new TrainingStage(name, 0, total, unit, null));

    public void Advance(long done, string? detail = null) => Do(() => stage = stage is null ? null : stage with { Done = done, Detail = detail });

    public void End() => Do(() => stage = stage is null ? null : stage with { Done = stage.Total });

    public void Epoch(int number, double loss) => Do(() =>
    {
        if (double.IsFinite(loss))
            losses.Add(loss);
    });

    public void Note(string message) => Do(() => notes.Add(message));

    public void Warn(string message) => Do(() => warnings.Add(message));

    void Do(Action act)
    {
        lock (gate)
            act();
    }
}
