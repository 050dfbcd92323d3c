namespace KronClip.Cli.Output;

/// <summary>Whoever read our standard output has closed it.</summary>
sealed class OutputClosedException() : Exception("standard output was closed");
