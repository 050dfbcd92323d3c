namespace KronClip.Storage;

/// <summary>Which exceptions mean that a disk did not take what it was given.</summary>
static class DiskFault
{
    /// <summary>Full, read-only, gone; or the file may not grow any more (a limit of the system or of the process), for which the runtime has an exception of its own.</summary>
    public static bool Is(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };
}
