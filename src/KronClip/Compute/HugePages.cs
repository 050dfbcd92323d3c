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

    /// <summary>Wishes large pages for memory that has not been touched yet, if there is enough of it.</summary>
    public static void Wish(nint address, nint bytes)
    {
        if (!OperatingSystem.IsLinux() || bytes < Size)
            return;
        var first = address & ~(nint)(Size - 1);                        // the system wants whole pages; a neighbour on the same page loses nothing
        _ = Advise(first, (nuint)(address + bytes - first), AdviseHugePages);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);
}
