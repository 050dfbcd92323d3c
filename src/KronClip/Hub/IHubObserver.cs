namespace KronClip.Hub;

/// <summary>Hears how a download goes on. Calls come from one thread at a time.</summary>
interface IHubObserver
{
    /// <summary>A file is fetched or checked.</summary>
    /// <param name="what">What is done, with the file's name.</param>
    /// <param name="bytes">How long the file is.</param>
    void Begin(string what, long bytes);

    /// <summary>So many bytes of it are done.</summary>
    void Advance(long bytes);

    /// <summary>The file is done.</summary>
    void End();

    /// <summary>Something worth knowing.</summary>
    void Note(string message);

    /// <summary>Something a person should look at.</summary>
    void Warn(string message);
}
