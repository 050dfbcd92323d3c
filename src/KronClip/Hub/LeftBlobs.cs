using System.Security.Cryptography;
using System.Text;

namespace KronClip.Hub;

/// <summary>
/// What earlier downloads of a file left. Whether a program on another machine still has it open, shared disks do not always tell; so what comes from there must have lain untouched for a
/// while.
/// </summary>
static class LeftBlobs
{
    const string Ending = ".incomplete";

    /// <summary>How long a file of another machine must lie untouched before it counts as left.</summary>
    static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(5);

    static readonly string Machine = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)))[..8];

    /// <summary>A name for a new one, which no other process has.</summary>
    public static string NewName(string etag) => $"{etag}.{Machine}-{Guid.NewGuid():N}{Ending}";

    /// <summary>Those that no process uses, longest first.</summary>
    public static IEnumerable<FileInfo> Free(string blobs, string etag) => All(blobs, etag).Where(left => IsFree(left, etag));

    /// <summary>Length of the longest.</summary>
    public static long Bytes(string blobs, string etag) => All(blobs, etag).Select(left => left.Length).FirstOrDefault();

    /// <summary>Removes them, once the file is whole.</summary>
    public static void Remove(string blobs, string etag)
    {
        foreach (var left in Free(blobs, etag))
        {
            try
            {
                left.Delete();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It harms nobody.
            }
        }
    }

    static IEnumerable<FileInfo> All(string blobs, string etag)
    {
        try
        {
            return Directory.Exists(blobs)
                ? [.. new DirectoryInfo(blobs).EnumerateFiles($"{etag}*{Ending}").Where(file => file.LinkTarget is null).OrderByDescending(file => file.Length)]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];              // a file that was there while listing has become whole
        }
    }

    /// <summary>Whether no process has the file open; a killed one has not.</summary>
    static bool IsFree(FileInfo left, string etag)
    {
        var ofThisMachine = left.Name == etag + Ending || left.Name.StartsWith($"{etag}.{Machine}-", StringComparison.Ordinal);
        if (!ofThisMachine && DateTime.UtcNow - left.LastWriteTimeUtc < Abandoned)
            return false;
        try
        {
            new FileStream(left.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1).Dispose();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
