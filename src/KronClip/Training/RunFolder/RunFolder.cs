using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KronClip.Storage;

namespace KronClip.Training;

/// <summary>
/// A run on the disk: options, environment, split, log, checkpoints, metrics, classifier. One process owns it at a time. It can be killed at
/// any moment: every file is whole or absent, and <see cref="Resume"/> goes on from the last good checkpoint. Not thread-safe.
/// </summary>
public sealed partial class RunFolder : IDisposable
{
    const int CheckpointsKept = 2, DifferencesShown = 12;

    readonly RunLock ownership;
    readonly Action<string> notice;
    string? optionsHash;

    RunFolder(string path, RunLock ownership, Action<string> notice)
    {
        (Path, this.ownership, this.notice) = (path, ownership, notice);
        foreach (var file in Directory.EnumerateFiles(path).Where(f => IsLeftOver().IsMatch(System.IO.Path.GetFileName(f))))
            Delete(file);       // of writes that were killed; nobody else writes here
        Log = RunLog.Open(File("log.jsonl"));
    }

    /// <summary>The folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>The options the run was begun with.</summary>
    public string OptionsPath => File("options.json");

    /// <summary>Where the run was computed.</summary>
    public string EnvironmentPath => File("environment.json");

    /// <summary>Which picture belongs to training, validation and test.</summary>
    public string SplitPath => File("split.jsonl");

    /// <summary>The run's figures: the truth from which tables and pages are drawn.</summary>
    public string MetricsPath => File("metrics.json");

    /// <summary>The finished classifier.</summary>
    public string ClassifierPath => File("classifier.kronclip");

    /// <summary>The log of steps and epochs.</summary>
    public RunLog Log { get; }

    /// <summary>Whether a run was begun here before (and may be resumed).</summary>
    public bool HasRun => System.IO.File.Exists(OptionsPath);

    /// <summary>What a checkpoint's bytes go through on their way to the disk; tests make it fail.</summary>
    internal Func<Stream, Stream> Output { get; set; } = stream => stream;

    /// <summary>Takes a folder for a new run; it is created, or must be empty.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="notice">Receives sentences for a person, such as that a damaged checkpoint was passed over.</param>
    /// <exception cref="TrainingException">The folder holds a run or other files, or is in use.</exception>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static RunFolder Create(string path, Action<string>? notice = null)
    {
        var folder = Take(path, notice);
        if (!folder.HasRun)
            return folder;
        folder.Dispose();
        throw new TrainingException($"The folder '{folder.Path}' already holds a run. Resume it, or choose another folder.");
    }

    /// <summary>Takes the folder of a run that was begun before.</summary>
    /// <inheritdoc cref="Create"/>
    public static RunFolder Open(string path, Action<string>? notice = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = System.IO.Path.GetFullPath(path);
        return System.IO.File.Exists(System.IO.Path.Combine(full, "options.json"))
            ? Take(path, notice)
            : throw new TrainingException($"The folder '{full}' holds no run (it has no options.json). Check the path, or start a new run.");
    }

    /// <summary>Takes a folder for a run, new or begun before.</summary>
    /// <inheritdoc cref="Create"/>
    public static RunFolder CreateOrOpen(string path, Action<string>? notice = null) => Take(path, notice);

    /// <summary>
    /// Begins a run, or makes sure that the one begun here is the same. <paramref name="options"/> hold all that decides the outcome: method and
    /// recipe, classes, seed, and the pictures with their hashes (or a fingerprint of them).
    /// </summary>
    /// <exception cref="TrainingException">The run was begun with other options; the message lists what differs.</exception>
    /// <exception cref="OptionsException">A value has no JSON form.</exception>
    /// <exception cref="StorageException">The options could not be written.</exception>
    public void Begin(JsonObject options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var now = CanonicalJson.From(options);
        if (!HasRun)
            AtomicFile.WriteText(OptionsPath, CanonicalJson.IndentedText(now));
        var differences = JsonDifference.Lines(ReadJson(OptionsPath), now);
        if (differences.Count > 0)
            throw new TrainingException($"The run in '{Path}' was begun with other settings:\n{Shown(differences)}\n"
                + "Resume it with the settings it was begun with (options.json), or start a new run in another folder.");
        optionsHash = CanonicalJson.Hash(now);
    }

    /// <summary>Writes down where the run computes; on a resumed run returns how that differs from where it was begun, one line each. Threads are written down but not compared: they never change a result.</summary>
    /// <remarks>Another kernel path, processor or version may round differently: the run still goes on, but no longer bit for bit.</remarks>
    /// <exception cref="StorageException">The file could not be written.</exception>
    public IReadOnlyList<string> RecordEnvironment(RunEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var now = environment.ToJson();
        if (!System.IO.File.Exists(EnvironmentPath))
            AtomicFile.WriteText(EnvironmentPath, CanonicalJson.IndentedText(now));
        return JsonDifference.Lines(WithoutThreads(ReadJson(EnvironmentPath)), WithoutThreads(now));
    }

    static JsonElement WithoutThreads(JsonElement environment)
    {
        var rest = JsonObject.Create(environment)!;
        rest.Remove("threads");
        return CanonicalJson.From(rest);
    }

    /// <summary>Writes metrics.json.</summary>
    /// <exception cref="StorageException">The file could not be written; what was there before is untouched.</exception>
    public void WriteMetrics(JsonObject metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ownership.RequireHeld();
        AtomicFile.WriteText(MetricsPath, CanonicalJson.IndentedText(CanonicalJson.From(metrics)));
    }

    /// <summary>Keeps a checkpoint, and beside it the one before; older ones go, and so do those of later steps, which the run has left.</summary>
    /// <exception cref="StorageException">It could not be written; the checkpoints before it are untouched.</exception>
    /// <exception cref="TrainingException">Another process has taken the folder.</exception>
    public void Save(RunCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ownership.RequireHeld();
        Log.FlushToDisk();      // before the checkpoint that counts on it
        var bytes = RunCheckpointFile.ToBytes(checkpoint with { LogLength = Log.Length, OptionsHash = RequireBegun() });
        AtomicFile.Write(File(RunCheckpointFile.Name(checkpoint.Step)), stream => Output(stream).Write(bytes));
        var before = Steps().Where(step => step < checkpoint.Step).Take(CheckpointsKept - 1);
        foreach (var step in Steps().Except(before.Append(checkpoint.Step)).ToArray())
            Delete(File(RunCheckpointFile.Name(step)));
    }

    /// <summary>The checkpoint of the highest step that is whole; null where there is none. A damaged one is passed over with a notice.</summary>
    /// <exception cref="TrainingException">It was made with other options or by a newer version.</exception>
    public RunCheckpoint? LatestCheckpoint()
    {
        var begun = RequireBegun();
        foreach (var path in Steps().Select(step => File(RunCheckpointFile.Name(step))))
        {
            if (RunCheckpointFile.Read(path, out var damage) is not { } checkpoint)
                notice($"The checkpoint '{path}' is damaged and is passed over: {damage}");
            else if (checkpoint.OptionsHash != begun)
                throw new TrainingException(
                    $"The checkpoint '{path}' belongs to a run with other settings than options.json holds; one of the two was "
                    + "put here by hand. Start a new run in another folder.");
            else
                return checkpoint;
        }
        return null;
    }

    /// <summary>Goes back to the latest checkpoint, or to the beginning where there is none (null): the log is cut to what it was then.</summary>
    /// <inheritdoc cref="LatestCheckpoint"/>
    public RunCheckpoint? Resume()
    {
        ownership.RequireHeld();
        var checkpoint = LatestCheckpoint();
        if (checkpoint is null && Steps().Length > 0)
            notice($"No checkpoint in '{Path}' is whole; the run starts again from the beginning, which gives the same result.");
        Log.Truncate(checkpoint?.LogLength ?? 0);
        return checkpoint;
    }

    /// <summary>Closes the log and gives the folder back.</summary>
    public void Dispose()
    {
        Log.Dispose();
        ownership.Dispose();
    }

    static RunFolder Take(string path, Action<string>? notice)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var foreign = Directory.EnumerateFileSystemEntries(full).Select(e => System.IO.Path.GetFileName(e)!).FirstOrDefault(name => !IsOwn(name));
            if (foreign is not null && !System.IO.File.Exists(System.IO.Path.Combine(full, "options.json")))
                throw new TrainingException(
                    $"The folder '{full}' holds no run but other files (for example '{foreign}'). Choose an empty folder, or a new one.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The run folder '{full}' cannot be made: {error.Message} Choose another place.", error);
        }
        var ownership = RunLock.Take(full, notice ?? (_ => { }));
        try
        {
            return new RunFolder(full, ownership, notice ?? (_ => { }));
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>What a run leaves that was killed before its options were written.</summary>
    static bool IsOwn(string name) =>
        name is RunLock.LockName or RunLock.OwnerName or "log.jsonl" or "environment.json" or "split.jsonl" || IsLeftOver().IsMatch(name);

    [GeneratedRegex("^\\..+\\.[0-9a-f]{32}\\.tmp$")]
    private static partial Regex IsLeftOver();

    static JsonElement ReadJson(string path)
    {
        try
        {
            var json = JsonElement.Parse(System.IO.File.ReadAllText(path));
            return json.ValueKind == JsonValueKind.Object ? json : throw new JsonException("It is not a JSON object.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new TrainingException($"'{path}' cannot be read: {error.Message} Put the file back, or start a new run in another folder.", error);
        }
    }

    static string Shown(IReadOnlyList<string> differences)
    {
        var shown = differences.Take(DifferencesShown).Select(line => "  " + line);
        return string.Join('\n', shown) + (differences.Count > DifferencesShown ? $"\n  … and {differences.Count - DifferencesShown} more" : "");
    }

    static void Delete(string path)
    {
        try
        {
            System.IO.File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // One file too many harms nobody.
        }
    }

    string RequireBegun() => optionsHash ?? throw new InvalidOperationException("Begin the run with its options first.");

    /// <summary>The steps that have a checkpoint file, the highest first.</summary>
    long[] Steps() =>
        [.. Directory.EnumerateFiles(Path).Select(file => RunCheckpointFile.Step(System.IO.Path.GetFileName(file))).OfType<long>().OrderDescending()];

    string File(string name) => System.IO.Path.Combine(Path, name);
}
