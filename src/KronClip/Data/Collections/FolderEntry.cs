using System.IO.Enumeration;

namespace KronClip.Data;

/// <summary>One entry of a folder, as the file system lists it. <c>Length</c> is 0 for folders, links and everything that is no regular file.</summary>
readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink, bool IsHidden, long Length);

/// <summary>Lists the entries of one folder; tests put their own in its place.</summary>
/// <exception cref="IOException">The folder is gone.</exception>
/// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
delegate IEnumerable<FolderEntry> ListFolder(string folder);

/// <summary>The real file system's lister.</summary>
static class FolderEntries
{
    static readonly EnumerationOptions everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>Streams the entries in the file system's own order.</summary>
    public static IEnumerable<FolderEntry> Of(string folder) => new FileSystemEnumerable<FolderEntry>(folder, Describe, everything);

    static FolderEntry Describe(ref FileSystemEntry entry)
    {
        var name = entry.FileName.ToString();
        try
        {
            var attributes = entry.Attributes;
            var link = attributes.HasFlag(FileAttributes.ReparsePoint);
            return new(name, entry.IsDirectory, link, attributes.HasFlag(FileAttributes.Hidden), entry.IsDirectory || link ? 0 : entry.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(name, false, false, false, 0);               // gone since it was listed
        }
    }
}
