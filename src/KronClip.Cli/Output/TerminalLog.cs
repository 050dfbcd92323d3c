using Microsoft.Extensions.Logging;

namespace KronClip.Cli.Output;

/// <summary>The server's own log lines on standard error; what the framework says of single requests is left out, so no header of theirs can reach a log.</summary>
sealed class TerminalLog(Terminal terminal) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(terminal, categoryName.StartsWith("KronClip", StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Error);

    public void Dispose() { }

    sealed class Lines(Terminal terminal, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                terminal.Say(logLevel >= LogLevel.Warning ? $"{(logLevel >= LogLevel.Error ? "error" : "warning")}: {formatter(state, exception)}" : formatter(state, exception));
        }
    }
}
