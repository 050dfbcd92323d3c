namespace KronClip.Server;

/// <summary>Requests that load a base model first, or work through a whole file.</summary>
static class LongWork
{
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);
}
