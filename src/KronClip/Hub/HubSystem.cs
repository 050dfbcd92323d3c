namespace KronClip.Hub;

/// <summary>What a download asks of the machine: time, room and links. Tests put their own in its place.</summary>
sealed record HubSystem
{
    /// <summary>Waits.</summary>
    public Func<TimeSpan, CancellationToken, Task> Delay { get; init; } = (time, cancel) => Task.Delay(time, cancel);

    /// <summary>Free bytes on the disk of a folder; null where the system does not tell.</summary>
    public Func<string, long?> FreeBytes { get; init; } = FreeBytesOf;

    /// <summary>Makes a symbolic link (first its path, then where it leads).</summary>
    public Action<string, string> Link { get; init; } = (path, target) => File.CreateSymbolicLink(path, target);

    /// <summary>How requests are sent. Proxies are the platform's (HTTPS_PROXY and its kind), certificates are checked, redirects are followed by hand.</summary>
    public Func<HttpMessageHandler> Handler { get; init; } = () => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    static long? FreeBytesOf(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
