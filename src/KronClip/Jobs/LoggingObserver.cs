using Microsoft.Extensions.Logging;

namespace KronClip.Jobs;

/// <summary>Tells a logger how a job goes on: stages and notes as information, warnings as warnings, every step of a stage as debug. As a job calls it, from one thread at a time.</summary>
/// <param name="logger">The logger.</param>
public sealed partial class LoggingObserver(ILogger logger) : IJobObserver
{
    readonly ILogger logger = logger ?? throw new ArgumentNullException(nameof(logger));
    (string Name, long Total, string Unit) stage = ("", 0, "");

    /// <inheritdoc/>
    public void Begin(string name, long total, string unit)
    {
        stage = (name, total, unit);
        Begins(logger, name, total, unit);
    }

    /// <inheritdoc/>
    public void Advance(long done, string? detail = null) => Advances(logger, stage.Name, done, stage.Total, stage.Unit, detail is null ? "" : ", " + detail);

    /// <inheritdoc/>
    public void End() => Ends(logger, stage.Name);

    /// <inheritdoc/>
    public void Note(string message) => Notes(logger, message);

    /// <inheritdoc/>
    public void Warn(string message) => Warns(logger, message);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stage}: {Total} {Unit}")]
    static partial void Begins(ILogger logger, string stage, long total, string unit);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Stage}: {Done} of {Total} {Unit}{Detail}")]
    static partial void Advances(ILogger logger, string stage, long done, long total, string unit, string detail);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Stage}: done")]
    static partial void Ends(ILogger logger, string stage);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Note}")]
    static partial void Notes(ILogger logger, string note);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    static partial void Warns(ILogger logger, string warning);
}
