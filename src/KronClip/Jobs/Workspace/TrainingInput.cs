using System.Security.Cryptography;
using System.Text;
using KronClip.Data;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// What a training of a project is begun with: a manifest of its pictures and a class file, so that the run can be repeated from them by anybody. Where every class has three pictures or more some are
/// set aside to measure on; else the training measures itself by cross-validation.
/// </summary>
sealed record TrainingInput
{
    const int MostShots = 10_000;

    /// <summary>The manifest, path, label and, where pictures are set aside, split.</summary>
    public required string Manifest { get; init; }

    /// <summary>Classes with pictures.</summary>
    public required IReadOnlyList<ClassDefinition> Classes { get; init; }

    /// <summary>Classes without pictures, which can be named at most.</summary>
    public required IReadOnlyList<ClassDefinition> WithoutPictures { get; init; }

    /// <summary>Ids that are set aside.</summary>
    public required IReadOnlyList<string> HeldOut { get; init; }

    /// <summary>When the pictures were drawn.</summary>
    public required DateTimeOffset Drawn { get; init; }

    /// <summary>What the report calls the pictures: the project's name.</summary>
    public required string Title { get; init; }

    public required string Model { get; init; }

    public required string Method { get; init; }

    public required int Shots { get; init; }

    public required long Seed { get; init; }

    /// <summary>Hash of all of it: the same training goes on where it was stopped.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        [Manifest, Model, Method, FormattableString.Invariant($"{Shots} {Seed}"), .. Classes.Concat(WithoutPictures).Select(c => $"{c.Folder}\t{c.Name}\t{c.Words}")]))));

    /// <summary>Draws it from a project as it is now.</summary>
    /// <exception cref="WorkspaceException">There are fewer than two classes with pictures, or a wish cannot be met.</exception>
    public static TrainingInput Of(Project project, TrainingWish wish, WorkspaceOptions options)
    {
        var (document, classes, pictures) = project.Snapshot();
        var byClass = pictures.ToLookup(p => p.Class, StringComparer.Ordinal);
        ClassDefinition[] with = [.. classes.Where(c => byClass[c.Folder].Any())];
        if (with.Length < 2)
            throw new WorkspaceException(WorkspaceFault.Refused, $"{(with.Length == 0 ? "No class has" : "Only one class has")} pictures yet, and telling classes apart needs two. Add pictures to {(with.Length == 0 ? "two classes" : "another class")}, a handful of each.");
        if (wish.Shots is { } shots and (< 1 or > MostShots))
            throw new WorkspaceException(WorkspaceFault.Refused, FormattableString.Invariant($"shots is {shots}; give 1 or more pictures per class."));
        var trained = TrainedBy(project);
        var heldBefore = document.HeldOut.ToHashSet(StringComparer.Ordinal);
        var whole = heldBefore.Count > 0 || with.All(c => byClass[c.Folder].Count() >= HeldOutChoice.Least);
        var held = whole ? with.SelectMany(c => HeldOutChoice.Of([.. byClass[c.Folder].Select(p =>
            new HeldOutCandidate(p.Id, heldBefore.Contains(p.Id), TrainedPictures.Contains(trained, p.Id), p.Origin == StoredPicture.Correction))])).ToHashSet(StringComparer.Ordinal) : [];
        var manifest = new StringBuilder(held.Count > 0 ? "path,label,split\n" : "path,label\n");
        foreach (var p in pictures)
            manifest.Append(FormattableString.Invariant($"pictures/{p.Class}/{Path.GetFileName(p.Path)},{p.Class}")).Append(held.Count == 0 ? "\n" : held.Contains(p.Id) ? ",test\n" : ",train\n");
        return new TrainingInput
        {
            Manifest = manifest.ToString(),
            Classes = with,
            WithoutPictures = [.. classes.Where(c => !byClass[c.Folder].Any())],
            HeldOut = [.. held.Order(StringComparer.Ordinal)],
            Drawn = options.Clock.GetUtcNow(),
            Title = document.Name,
            Model = wish.Model is null ? document.Model : project.Models.Require(wish.Model),
            Method = wish.Method is null ? document.Method : Project.MethodOf(wish.Method),
            Shots = wish.Shots ?? Math.Max(new TrainRequest { Images = "", Model = "" }.Shots, with.Max(c => byClass[c.Folder].Count(p => !held.Contains(p.Id)))),
            Seed = wish.Seed ?? 1,
        };
    }

    /// <summary>Writes manifest and class file, and gives the request.</summary>
    /// <exception cref="StorageException">They could not be written.</exception>
    public TrainRequest Write(Project project, int number, WorkspaceOptions options)
    {
        var name = FormattableString.Invariant($"{project.Id}-{number}");
        var (manifest, classFile) = (Path.Combine(project.Folder, name + ".csv"), Path.Combine(project.Folder, name + ".classes.json"));
        AtomicFile.WriteText(manifest, Manifest);
        new ClassFile(Classes.ToDictionary(c => c.Folder, c => new ClassFileEntry { Name = c.Name, Words = c.Words }, StringComparer.Ordinal), classFile).Write(classFile);
        return new TrainRequest
        {
            Images = manifest,
            Title = Title,
            Model = project.Models.Place(Model),
            Method = Method,
            Shots = Shots,
            Seed = Seed,
            ClassFile = classFile,
            Output = project.Versions.FileOf(number),
            Run = project.Versions.RunOf(number),
            Cache = options.Cache,
        };
    }

    /// <summary>The pictures that the current classifier learned from or was chosen by, as <see cref="TrainedPictures"/> keeps them.</summary>
    public static HashSet<string> TrainedBy(Project project)
    {
        if (project.Versions.Current is not { } current)
            return [];
        var trained = Classifiers.ClassifierFile.Read(project.Versions.FileOf(current.Number)).Document.TrainedOn.ToHashSet(StringComparer.Ordinal);
        var path = current.Run is { } run ? Path.Combine(project.Versions.RunOf(run), "split.jsonl") : null;
        if (path is not null && File.Exists(path))
        {
            var recorded = SplitFile.Read(path);
            trained.UnionWith(TrainedPictures.Of(recorded.Split.Train.Concat(recorded.Split.Validation), recorded.Hashes));
        }
        return trained;
    }
}
