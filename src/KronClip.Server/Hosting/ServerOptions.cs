using System.Net;

namespace KronClip.Server;

/// <summary>What is served, where, and how much of it at once. Immutable; validated before anything is opened.</summary>
public sealed record ServerOptions
{
    /// <summary>A .kronclip file, or a folder of them; empty to serve the projects of a workspace alone.</summary>
    public required string Classifiers { get; init; }

    /// <summary>The folder of a workspace with projects, which is made where it is missing; null for none, and then nothing that is sent is kept.</summary>
    public string? Workspace { get; init; }

    /// <summary>How many projects, classes, pictures and bytes the workspace takes; the defaults if null. What a picture may cost is said by the limits here.</summary>
    public KronClip.Jobs.WorkspaceOptions? WorkspaceLimits { get; init; }

    /// <summary>Where trainings of the workspace keep embeddings, as in <c>TrainRequest.Cache</c>.</summary>
    public string? Cache { get; init; }

    /// <summary>The base model, as for <c>LoadedClassifier.Open</c>; null takes what each classifier remembers.</summary>
    public string? Model { get; init; }

    /// <summary>The address to listen on; only this machine by default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>What a caller must send as "Authorization: Bearer …"; null asks for nothing, which is only allowed on a loopback address.</summary>
    public string? Token { get; init; }

    /// <summary>Most pictures that wait to be encoded, for each base model; more are answered with 503 and Retry-After.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>Most pictures encoded at once.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Most bytes of a request.</summary>
    public long MostBytes { get; init; } = 32L << 20;

    /// <summary>Most pictures of a request.</summary>
    public int MostPictures { get; init; } = 64;

    /// <summary>Most pixels of a picture.</summary>
    public long MostPixels { get; init; } = 100_000_000;

    /// <summary>HTTPS with this certificate; null speaks plain HTTP.</summary>
    public HttpsOptions? Https { get; init; }

    /// <summary>Where metrics and traces are sent; null sends none.</summary>
    public OtlpOptions? Otlp { get; init; }

    /// <summary>Longest time for the headers of a request.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Least bytes a second of a request's body, on average once <see cref="BodyGrace"/> is over.</summary>
    public double LeastBodyRate { get; init; } = 240;

    /// <summary>How long a body may be slower than <see cref="LeastBodyRate"/>; more than a second.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time for a request, from its first byte to its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time that requests under way are given when the server stops.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether and how predictions are logged; null logs nothing.</summary>
    public PredictionLogOptions? Log { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public ServerOptions Validate()
    {
        if (Classifiers.Length == 0 && Workspace is null)
            throw new OptionsException("There is nothing to serve: give a .kronclip file, a folder of them, or a workspace with --workspace.");
        if (Port is < 0 or > 65535)
            throw new OptionsException($"The port is {Port}; give a number from 0 to 65535.");
        if (Token is { Length: < 8 })
            throw new OptionsException("The token has fewer than 8 characters; give a longer one.");
        if (Token is null && !IPAddress.IsLoopback(Address))
            throw new OptionsException($"At {Address} other machines can reach the server, so it needs a token: give --token, or listen on this machine alone.");
        if (QueueLength < 1 || BatchSize is < 1 or > 256 || MostBytes < 1 || MostPictures < 1 || MostPixels < 1)
            throw new OptionsException("Queue, batch and limits are whole numbers of 1 or more, and a batch has at most 256 pictures.");
        if (Timeout <= TimeSpan.Zero || Drain < TimeSpan.Zero)
            throw new OptionsException("The time for a request must be longer than nothing, and that for stopping not negative.");
        if (HeaderTimeout <= TimeSpan.Zero || !(LeastBodyRate > 0) || BodyGrace <= TimeSpan.FromSeconds(1))
            throw new OptionsException("The time for headers and the least rate of a body must be more than nothing, and the grace for a body more than a second.");
        Https?.Validate();
        Otlp?.Validate();
        Log?.Validate();
        return this;
    }
}
