using System.Globalization;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Evaluation;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// The versions of a project's classifier: every one is kept, with where it comes from and what was measured of it; one of them is served. Thread-safe; one change at a time.
/// </summary>
public sealed class ProjectVersions
{
    /// <summary>How a version came about.</summary>
    public const string Trained = "trained", Named = "named", Threshold = "threshold";

    readonly Project project;
    readonly WorkspaceOptions options;
    readonly Lock changing = new();
    volatile IReadOnlyDictionary<int, VersionDocument> all;

    internal ProjectVersions(Project project, WorkspaceOptions options)
    {
        (this.project, this.options) = (project, options);
        all = Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder, "*.json").Where(f => !Path.GetFileName(f).StartsWith('.')).Select(f => WorkspaceFiles.Read(f, WorkspaceJson.Default.VersionDocument))
                .Where(v => File.Exists(FileOf(v.Number))).ToDictionary(v => v.Number)
            : new Dictionary<int, VersionDocument>();
        if (Current is { } current)
            Serve(current.Number);                      // a kill between two files leaves the older one; what project.json says counts
    }

    /// <summary>All versions, the newest first.</summary>
    public IReadOnlyList<VersionView> List()
    {
        var current = Current?.Number;
        return [.. all.Values.OrderByDescending(v => v.Number).Select(v => v.View(v.Number == current))];
    }

    /// <summary>Serves another version: back or forth.</summary>
    /// <exception cref="WorkspaceException">There is none of that number.</exception>
    /// <exception cref="StorageException">It could not be put in its place; the old one stays.</exception>
    public VersionView Use(int number, string who)
    {
        lock (changing)
        {
            var version = all.GetValueOrDefault(number) ?? throw new WorkspaceException(WorkspaceFault.NotFound, string.Create(CultureInfo.InvariantCulture, $"There is no version {number} of this project."));
            var before = Current?.Number;
            Switch(version);
            project.Said(who, "version used", new JsonObject { ["number"] = number, ["version"] = version.Version, ["before"] = before, ["data"] = version.Data });
            return version.View(true);
        }
    }

    /// <summary>Adds a class to what is served by its name alone; nothing is trained.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="words">Its words; null takes the name.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="WorkspaceException">There is no classifier yet, or it knows the class already.</exception>
    /// <exception cref="ClassifierException">Its method cannot take a class by name.</exception>
    public NamedClassView AddNamed(string? name, string? words, string who, CancellationToken cancel)
    {
        lock (changing)
        {
            var source = RequireCurrent("a class can be added to it by its name");
            var given = WorkspaceNames.Name(name, "The name of the class");
            var known = ClassifierFile.Read(FileOf(source.Number)).Classes;
            var (named, isNew) = project.ClassNamed(given, words, who);
            if (MergedClasses.Label(known, named.Folder) >= 0)
                throw new WorkspaceException(WorkspaceFault.Conflict, $"The classifier knows the class '{named.Name}' already.");
            var number = Next();
            ClassesResult result;
            try
            {
                result = ClassesJob.Add(FileOf(source.Number), [new NewClass(named.Name, named.Words) { Folder = named.Folder }], FileOf(number), ModelOf(source), cancel: cancel);
            }
            catch when (isNew)
            {
                project.RemoveClass(named.Folder, who);         // as if nobody had asked
                throw;
            }
            var version = Keep(source with
            {
                Number = number,
                Origin = Named,
                From = source.Number,
                Classes = result.Classes.Count,
                Accuracy = null,                        // measured without the new class, so no figure of this one
                TestPictures = null,
                UnknownBelow = source.UnknownBelow,
                Comparison = null,
                NamedClasses = [.. source.NamedClasses, named.Folder],
            });
            Switch(version);
            project.Said(who, "class named", new JsonObject { ["class"] = named.Folder, ["name"] = named.Name, ["number"] = number, ["version"] = version.Version, ["from"] = source.Version });
            return new NamedClassView(project.ViewOf(named), version.View(true), [.. result.Notes.Take(1), .. result.Warnings]);
        }
    }

    /// <summary>Serves the same classifier with another least confidence.</summary>
    /// <param name="threshold">From 0 to 1; null for none.</param>
    /// <param name="who">Who asks.</param>
    /// <exception cref="WorkspaceException">There is no classifier yet, or the number is none.</exception>
    public VersionView SetThreshold(double? threshold, string who)
    {
        if (threshold is { } given and not (>= 0 and <= 1))
            throw new WorkspaceException(WorkspaceFault.Refused, string.Create(CultureInfo.InvariantCulture, $"The threshold is {given}; give a confidence from 0 to 1, or null for none."));
        lock (changing)
        {
            var source = RequireCurrent("its threshold can be set");
            var classifier = ClassifierFile.Read(FileOf(source.Number));
            var document = classifier.Document;
            var number = Next();
            ClassifierFile.Write(FileOf(number), classifier.With(document with { Calibration = document.Calibration with { UnknownBelow = threshold } }));
            var version = Keep(source with { Number = number, Origin = Threshold, From = source.Number });
            Switch(version);
            project.Said(who, "threshold set", new JsonObject { ["threshold"] = threshold, ["number"] = number, ["version"] = version.Version, ["from"] = source.Version });
            return version.View(true);
        }
    }

    /// <summary>What thresholds give on the pictures that the current version's training did not see.</summary>
    /// <exception cref="WorkspaceException">There is no classifier yet.</exception>
    public ThresholdsView Thresholds()
    {
        var current = RequireCurrent("there are thresholds");
        if (ReportOf(current)?.Report is not { Threshold: { } curve } report)
            return new ThresholdsView(0, current.UnknownBelow, []);
        return new ThresholdsView(report.Measured, current.UnknownBelow, [.. curve.Points.Select(p => Point(p, report.Measured))]);
    }

    /// <summary>The page of the current version's training.</summary>
    /// <param name="language">Its language.</param>
    /// <exception cref="WorkspaceException">There is none.</exception>
    public string Report(ReportLanguage language) => ReportOf(RequireCurrent("there is a report")) is { Report: { } report, Run: { } run }
        ? RunReportFiles.Draw(run, report, language, true, SilentObserver.Instance)
        : throw new WorkspaceException(WorkspaceFault.NotFound, "The run of this version is gone, and its report with it.");

    /// <summary>The unlabelled pictures of the project that are worth a label most.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="WorkspaceException">There is no classifier yet.</exception>
    public IReadOnlyList<QueueView> Queue(int count, CancellationToken cancel)
    {
        var current = RequireCurrent("pictures can be put in order by it");
        var waiting = project.Unlabelled();
        if (waiting.Count == 0)
            return [];
        using var loaded = LoadedClassifier.Open(FileOf(current.Number), ModelOf(current), options.Cache, cancel: cancel);
        return [.. LabelQueueJob.Order(loaded, [.. waiting.Select(p => p.Path)], count, cancel: cancel)
            .Select(p => new QueueView(Path.GetFileNameWithoutExtension(p.Path), p.Label, p.Confidence, p.Score, p.Reason))];
    }

    internal string Folder => Path.Combine(project.Folder, "classifiers");

    internal VersionDocument? Current => project.Document.Current is { } number ? all.GetValueOrDefault(number) : null;

    internal string FileOf(int number) => Path.Combine(Folder, Digits(number) + ClassifierFile.Extension);

    internal string RunOf(int number) => Path.Combine(project.Folder, "runs", Digits(number));

    /// <summary>The model of a version, where it is not found again by what its classifier remembers.</summary>
    internal string? ModelOf(VersionDocument version) => options.ModelFolders.Count > 0 ? project.Models.PlaceOrNull(version.Model) : null;

    /// <summary>A number that no version has.</summary>
    internal int Next() => project.Update(d => d with { Next = d.Next + 1 }).Next - 1;

    /// <summary>Keeps a version whose classifier file is in its place, and may let it be served.</summary>
    internal VersionDocument Add(VersionDocument version, bool use)
    {
        lock (changing)
        {
            var kept = Keep(version);
            if (use)
                Switch(kept);
            return kept;
        }
    }

    /// <summary>What the file says of itself, and when.</summary>
    VersionDocument Keep(VersionDocument version)
    {
        var document = ClassifierFile.Read(FileOf(version.Number)).Document;
        version = version with { Version = document.ContentHash![..12], Made = options.Clock.GetUtcNow(), UnknownBelow = document.Calibration.UnknownBelow };
        WorkspaceFiles.Write(Path.Combine(Folder, Digits(version.Number) + ".json"), version, WorkspaceJson.Default.VersionDocument);
        all = new Dictionary<int, VersionDocument>(all) { [version.Number] = version };
        return version;
    }

    void Switch(VersionDocument version)
    {
        Serve(version.Number);
        project.Update(d => d with { Current = version.Number });
    }

    void Serve(int number)
    {
        var classifier = File.ReadAllBytes(FileOf(number));
        if (!File.Exists(project.CurrentFile) || !File.ReadAllBytes(project.CurrentFile).AsSpan().SequenceEqual(classifier))
            AtomicFile.Write(project.CurrentFile, stream => stream.Write(classifier));
    }

    VersionDocument RequireCurrent(string then) => Current ?? throw new WorkspaceException(WorkspaceFault.NotFound, $"This project has no classifier yet. Train it; then {then}.");

    RunMetrics? ReportOf(VersionDocument version)
    {
        var path = version.Run is { } run ? Path.Combine(RunOf(run), "metrics.json") : null;
        return path is not null && File.Exists(path) ? RunMetrics.Read(path) with { Run = RunOf(version.Run!.Value) } : null;
    }

    static ThresholdView Point(ThresholdPoint point, int pictures)
    {
        var answered = (int)Math.Round(point.Coverage * pictures);
        return new ThresholdView(point.Threshold, answered, point.Precision is { } precision ? (int)Math.Round(precision * answered) : 0, point.Coverage, point.Precision);
    }

    static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
