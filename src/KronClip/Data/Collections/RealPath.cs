namespace KronClip.Data;

/// <summary>Where a path leads when every symbolic link on the way is followed.</summary>
static class RealPath
{
    const int MostLinks = 40;                                       // what Linux allows before it reports a loop

    static readonly StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The path without any link in it. The file need not exist.</summary>
    /// <exception cref="IOException">The links go in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        var pending = new Stack<string>();
        Push(pending, full[current.Length..]);
        var links = 0;
        while (pending.TryPop(out var segment))
        {
            if (segment == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }
            var next = Path.Combine(current, segment);
            if (new FileInfo(next).LinkTarget is not { Length: > 0 } target)
            {
                current = next;
                continue;
            }
            if (++links > MostLinks)
                throw new IOException("its symbolic links go in a circle");
            var root = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : "";
            if (root.Length > 0)
                current = root;
            Push(pending, target[root.Length..]);
        }
        return current;
    }

    /// <summary>The absolute form of a path that a file states, relative to <paramref name="root"/>.</summary>
    /// <exception cref="DataException">It holds a character that no path can hold.</exception>
    public static string Below(string root, string stated) => stated.Contains('\0', StringComparison.Ordinal)
        ? throw new DataException($"The path {Printable.Quote(stated)} holds a NUL character, which no file name can.")
        : Path.GetFullPath(Path.Combine(root, stated));

    /// <summary>True if <paramref name="real"/> is <paramref name="root"/> or lies below it; both without links.</summary>
    public static bool IsWithin(string real, string root) =>
        real.Equals(root, comparison)
        || real.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, comparison);

    /// <summary>
    /// Length of the file behind the path, links followed; null if there is none. Pipes, sockets and devices have no length, as an
    /// empty file has none: what is 0 long holds no picture and is never opened, so that nothing can hang on a pipe.
    /// </summary>
    /// <exception cref="IOException">The links go in a circle.</exception>
    public static long? FileLength(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            file = new FileInfo(Of(path));
        return file.Exists ? file.Length : null;
    }

    static void Push(Stack<string> pending, string path)
    {
        var segments = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (var segment in segments.Reverse().Where(s => s != "."))
            pending.Push(segment);
    }
}
