using System.CommandLine;
using KronClip.Server;

namespace KronClip.Cli.Options;

/// <summary>Whether and how a server logs its predictions.</summary>
sealed class LogOptions
{
    readonly Option<string?> log = CommonOptions.Path("--log", "folder", "Writes a line for each answer here (hash, scores, a sketch of the embedding; no picture, no name); off unless given.");
    readonly Option<int?> logDays = Numbers.Whole<int>("--log-days", "n", "Days that the log is kept (default: for ever).");
    readonly Option<int?> keepPictures = Numbers.Whole<int>("--keep-pictures", "days", "Keeps the pictures too, in the log's folder, for so many days after they were last sent.");
    readonly Option<int?> pictureMegabytes = Numbers.Whole<int>("--keep-pictures-mb", "n", "Most megabytes of kept pictures; the oldest go first (default: no bound).");

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [log, logDays, keepPictures, pictureMegabytes];

    /// <summary>What was asked for; null where nothing is logged.</summary>
    /// <exception cref="OptionsException">Something of the log was asked for, and no log.</exception>
    public PredictionLogOptions? Read(ParseResult arguments)
    {
        if (arguments.GetValue(log) is { } folder)
            return new PredictionLogOptions
            {
                Folder = folder,
                Days = arguments.GetValue(logDays),
                KeepPicturesDays = arguments.GetValue(keepPictures),
                MostPictureBytes = arguments.GetValue(pictureMegabytes) is { } megabytes ? megabytes * 1_000_000L : null,
            };
        return All.Skip(1).FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } surplus
            ? throw new OptionsException($"{surplus.Name} says nothing without a log; give its folder with --log.")
            : null;
    }
}
