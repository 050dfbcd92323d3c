namespace KronClip.Jobs;

/// <summary>Hears how a job goes on: the command line draws bars from it, a server could send events. Calls come from one thread at a time.</summary>
public interface IJobObserver
{
    /// <summary>A stage begins, such as "encode".</summary>
    /// <param name="name">What is done, for a person.</param>
    /// <param name="total">How many units there are.</param>
    /// <param name="unit">Their name in the plural, such as "pictures".</param>
    void Begin(string name, long total, string unit);

    /// <summary>So many units of the stage are done.</summary>
    void Advance(long done, string? detail = null);

    /// <summary>The stage is over.</summary>
    void End();

    /// <summary>An epoch of a training is over. Who does not care need not say so.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="loss">Mean loss of its steps.</param>
    void Epoch(int number, double loss) { }

    /// <summary>Something worth knowing.</summary>
    void Note(string message);

    /// <summary>Something a person should look at.</summary>
    void Warn(string message);
}

/// <summary>Hears nothing.</summary>
public sealed class SilentObserver : IJobObserver
{
    /// <summary>The one instance.</summary>
    public static SilentObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void Begin(string name, long total, string unit) { }

    /// <inheritdoc/>
    public void Advance(long done, string? detail = null) { }

    /// <inheritdoc/>
    public void End() { }

    /// <inheritdoc/>
    public void Note(string message) { }

    /// <inheritdoc/>
    public void Warn(string message) { }
}
