using System.Globalization;

namespace KronClip.Jobs;

/// <summary>How many bytes the pictures of a workspace take. Thread-safe.</summary>
sealed class PictureQuota(long most)
{
    long taken;

    /// <exception cref="WorkspaceException">There is no room.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= most)
            return;
        Give(bytes);
        throw new WorkspaceException(WorkspaceFault.Full,
            string.Create(CultureInfo.InvariantCulture, $"The workspace holds as many pictures as it may ({most / 1_000_000:N0} MB). Delete pictures or projects that are not needed any more."));
    }

    public void Give(long bytes) => Interlocked.Add(ref taken, -bytes);

    /// <summary>Counts what is there already, whatever the limit says.</summary>
    public void Count(long bytes) => Interlocked.Add(ref taken, bytes);
}
