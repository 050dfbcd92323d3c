using System.Diagnostics;

namespace KronClip.Hub;

/// <summary>
/// The lock that clients of the Hub hold while they download a file: .locks/repository/hash.lock. It saves downloading twice and guards nothing, for on some shared disks locks do nothing;
/// so whoever waits too long goes on without it.
/// </summary>
sealed class BlobLock : IDisposable
{
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200), SayAfter = TimeSpan.FromSeconds(2), LongestStandstill = TimeSpan.FromMinutes(2);

    readonly FileStream? file;

    BlobLock(FileStream? file) => this.file = file;

    /// <summary>Waits while another process holds it and its download grows.</summary>
    public static async Task<BlobLock> TakeAsync(string path, RemoteFile remote, string blobs, HubSystem system, IHubObserver observer, CancellationToken cancel)
    {
        var (clock, grewAt, length, said) = (Stopwatch.StartNew(), TimeSpan.Zero, -1L, false);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new BlobLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process has it.
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return new BlobLock(null);          // no lock can be made here
            }
            if (PartialBlob.LeftBytes(blobs, remote.Etag) is var now && now != length)
                (length, grewAt) = (now, clock.Elapsed);
            if (clock.Elapsed - grewAt > LongestStandstill)
                return new BlobLock(null);
            if (!said && clock.Elapsed > SayAfter)
            {
                observer.Note($"Another process downloads '{remote.Name}'; waiting for it.");
                said = true;
            }
            await system.Delay(Glance, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Lets go. The file stays, as others may wait on it.</summary>
    public void Dispose() => file?.Dispose();
}
