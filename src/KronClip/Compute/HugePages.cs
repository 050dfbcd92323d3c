using System.Runtime.InteropServices;

namespace KronClip.Compute;

/// <summary>
/// Asks the system for large pages: a product reads hundreds of megabytes of weights, and with pages of 4 KB finding out where they are costs as much as a tenth of
/// the time. Only a wish, on Linux; elsewhere, and on refusal, the pages are as they are.
/// </summary>
static partial class HugePages
{
    /// <summary>Bytes of a large page on most machines.</summary>
    public const int Size = 2 * 1024 * 1024;

    const int AdviseHugePages = 14;         // MADV_HUGEPAGE

    /// <summary>Below this, memory is not worth a call.</summary>
    const int Least = 64 * 1024;

    /// <summary>Wishes large pages for memory that has not been touched yet.</summary>
    public static void Wish(nint address, nint bytes)
    {
        if (!OperatingSystem.IsLinux() || bytes < Least)
            return;
        // Whole pages, since many buffers lie side by side on one; a neighbour that is on it by chance loses nothing.
        var first = address & ~(nint)(Size - 1);
        var end = (address + bytes + Size - 1) & ~(nint)(Size - 1);
        _ = Advise(first, (nuint)(end - first), AdviseHugePages);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);
}
