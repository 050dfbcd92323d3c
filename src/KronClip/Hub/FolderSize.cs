namespace KronClip.Hub;

/// <summary>What a folder takes on the disk.</summary>
static class FolderSize
{
    /// <summary>Bytes of all files below; links count nothing and are not followed.</summary>
    public static long Of(string folder)
    {
        var bytes = 0L;
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (pending.TryPop(out var current))
        {
            foreach (var entry in current.Exists ? current.EnumerateFileSystemInfos() : [])
            {
                if (entry.LinkTarget is not null)
                    continue;
                if (entry is DirectoryInfo below)
                    pending.Push(below);
                else
                    bytes += ((FileInfo)entry).Length;
            }
        }
        return bytes;
    }
}
