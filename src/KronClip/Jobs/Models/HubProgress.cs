using KronClip.Hub;

namespace KronClip.Jobs;

/// <summary>Tells a job's observer how a download goes on, in megabytes or kilobytes.</summary>
sealed class HubProgress(IJobObserver observer) : IHubObserver
{
    const long Megabyte = 1_000_000, Kilobyte = 1_000;

    long unit = Megabyte;

    public void Begin(string what, long bytes)
    {
        unit = bytes >= 10 * Megabyte ? Megabyte : Kilobyte;
        observer.Begin(what, Units(bytes), unit == Megabyte ? "MB" : "kB");
    }

    public void Advance(long bytes) => observer.Advance(Units(bytes));

    public void End() => observer.End();

    public void Note(string message) => observer.Note(message);

    public void Warn(string message) => observer.Warn(message);

    long Units(long bytes) => (bytes + unit - 1) / unit;
}
