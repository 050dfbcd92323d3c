using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Storage;

namespace KronClip.Training;

/// <summary>
/// One process per run folder. The lock is an open file that the operating system releases when the process ends, however it ends; a second
/// file names the owner for messages. Some shared file systems ignore locks: there the newest owner wins, and the older one notices
/// before its next checkpoint (see <see cref="RequireHeld"/>).
/// </summary>
sealed class RunLock : IDisposable
{
    public const string LockName = "run.lock", OwnerName = "owner.json";

    // A lock held elsewhere: EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    static readonly int[] HeldElsewhere = [11, 35, unchecked((int)0x80070020)];

    readonly string folder;
    readonly string token = Guid.NewGuid().ToString("N");
    readonly FileStream stream;

    RunLock(string folder, FileStream stream) => (this.folder, this.stream) = (folder, stream);

    string OwnerPath => Path.Combine(folder, OwnerName);

    /// <summary>Takes the folder; it must exist.</summary>
    /// <exception cref="TrainingException">Another process, or this one, holds it.</exception>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static RunLock Take(string folder, Action<string> notice)
    {
        var ownerPath = Path.Combine(folder, OwnerName);
        RunLock taken;
        try
        {
            taken = new RunLock(folder, new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (HeldElsewhere.Contains(error.HResult))
        {
            throw new TrainingException(
                $"The run folder '{folder}' is in use by {Describe(ownerPath)}. Wait for it to end, stop it, or choose another folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The run folder '{folder}' cannot be locked: {error.Message} Choose a folder that can be written.", error);
        }
        try
        {
            if (File.Exists(ownerPath))
                notice($"{Describe(ownerPath)} ended without closing the run folder '{folder}'; it is taken over.");
            AtomicFile.WriteText(ownerPath, new JsonObject
            {
                ["process"] = Environment.ProcessId,
                ["machine"] = Environment.MachineName,
                ["token"] = taken.token,
            }.ToJsonString());
            return taken;
        }
        catch
        {
            taken.stream.Dispose();
            throw;
        }
    }

    /// <summary>Checks that nobody else has become the owner meanwhile, as can happen where the file system ignores locks.</summary>
    /// <exception cref="TrainingException">Somebody has.</exception>
    public void RequireHeld()
    {
        if (Owner(OwnerPath) is { } owner && (string?)owner["token"] != token)
            throw new TrainingException(
                $"The run folder '{folder}' was taken over by {Describe(OwnerPath)}; this process stops, so that the two do not mix.");
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        try
        {
            if (stream.CanWrite && (string?)Owner(OwnerPath)?["token"] == token)
                File.Delete(OwnerPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The name of an owner that is gone only costs the next one a notice.
        }
        stream.Dispose();
    }

    static string Describe(string ownerPath)
    {
        var owner = Owner(ownerPath);
        return owner is null ? "another process" : $"process {owner["process"]} on {owner["machine"]}";
    }

    static JsonObject? Owner(string ownerPath)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(ownerPath)) as JsonObject;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
