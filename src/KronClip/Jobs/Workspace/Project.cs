using System.Text.Json.Nodes;
using KronClip.Data;
using KronClip.Images;
using KronClip.Methods;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// A project: classes with pictures, the classifiers that were made of them, and who did what. Everything lies in one folder, and every file is written whole, so that a killed server loses
/// nothing. Thread-safe; long work (training, naming) happens outside the lock.
/// </summary>
public sealed class Project
{
    const string DocumentFile = "project.json";

    readonly Lock gate = new();
    readonly WorkspaceOptions options;
    readonly ProjectModels models;
    readonly ProjectClasses classes;
    readonly ProjectPictures pictures;
    ProjectDocument document;

    internal Project(string folder, WorkspaceOptions options, ProjectModels models, PictureQuota quota)
    {
        (Folder, this.options, this.models) = (folder, options, models);
        document = WorkspaceFiles.Read(Path.Combine(folder, DocumentFile), WorkspaceJson.Default.ProjectDocument);
        pictures = new ProjectPictures(folder, options, quota);
        classes = new ProjectClasses(Path.Combine(folder, "classes.json"), options, pictures.All.Select(p => p.Class).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal));
        Audit = new AuditTrail(Path.Combine(folder, "audit.jsonl"), options.Clock);
        Versions = new ProjectVersions(this, options);
    }

    /// <summary>The name of its folder, and the name its classifier is served under.</summary>
    public string Id => Path.GetFileName(Folder);

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>The classifier that is served; absent before the first training.</summary>
    public string CurrentFile => Path.Combine(Folder, "current" + Classifiers.ClassifierFile.Extension);

    /// <summary>The versions of its classifier.</summary>
    public ProjectVersions Versions { get; }

    internal AuditTrail Audit { get; }

    internal ProjectModels Models => models;

    /// <summary>What is in project.json.</summary>
    internal ProjectDocument Document
    {
        get
        {
            lock (gate)
                return document;
        }
    }

    internal static void Make(string folder, ProjectDocument document) => WorkspaceFiles.Write(Path.Combine(folder, DocumentFile), document, WorkspaceJson.Default.ProjectDocument);

    /// <summary>The project as callers see it.</summary>
    /// <param name="training">Its last training.</param>
    public ProjectView View(TrainingView training)
    {
        lock (gate)
        {
            var current = Versions.Current;
            return new ProjectView(Id, document.Name, document.Model, document.Method, [.. Ordered().Select(c => ViewOf(c, current))],
                pictures.All.Count(p => p.Class.Length > 0), pictures.All.Count(p => p.Class.Length == 0), Corrections, current?.View(true), training);
        }
    }

    /// <summary>Gives it another name, model or method; null leaves what is.</summary>
    /// <exception cref="WorkspaceException">One cannot be used.</exception>
    public void Change(string? name, string? model, string? method, string who)
    {
        var named = name is null ? null : WorkspaceNames.Name(name, "The name of the project");
        var placed = model is null ? null : models.Require(model);
        var chosen = method is null ? null : MethodOf(method);
        lock (gate)
        {
            Keep(document with { Name = named ?? document.Name, Model = placed ?? document.Model, Method = chosen ?? document.Method });
            Audit.Append(who, "project changed", new JsonObject { ["name"] = document.Name, ["model"] = document.Model, ["method"] = document.Method });
        }
    }

    /// <summary>A new class.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="words">Its words; null takes the name.</param>
    /// <param name="who">Who asks.</param>
    /// <exception cref="WorkspaceException">The name cannot be used, or there is such a class.</exception>
    public ClassView AddClass(string? name, string? words, string who)
    {
        lock (gate)
        {
            var made = classes.Made(name, words);
            pictures.MakeClass(made.Folder);
            classes.Keep(made);
            Keep(document with { Order = [.. document.Order, made.Folder] });
            Audit.Append(who, "class added", Of(made));
            return ViewOf(made, Versions.Current);
        }
    }

    /// <summary>Gives a class another name or other words. What is served says the new name after the next training.</summary>
    /// <inheritdoc cref="AddClass"/>
    public ClassView ChangeClass(string folder, string? name, string? words, string who)
    {
        lock (gate)
        {
            var changed = classes.Changed(folder, name, words);
            classes.Keep(changed);
            Audit.Append(who, "class changed", Of(changed));
            return ViewOf(changed, Versions.Current);
        }
    }

    /// <summary>Deletes a class with its pictures. What is served knows it until the next training.</summary>
    /// <exception cref="WorkspaceException">There is none.</exception>
    public void RemoveClass(string folder, string who)
    {
        lock (gate)
        {
            var gone = classes.Require(folder);
            var ids = new JsonArray([.. pictures.Of(folder).Select(p => (JsonNode)p.Id)]);
            pictures.RemoveClass(folder);
            classes.Remove(folder);
            Keep(document with { Order = [.. document.Order.Where(o => o != folder)] });
            var details = Of(gone);
            details["pictures"] = ids;
            Audit.Append(who, "class deleted", details);
        }
    }

    /// <summary>The pictures of a class, or of all.</summary>
    /// <exception cref="WorkspaceException">There is no such class.</exception>
    public IReadOnlyList<ProjectPicture> Pictures(string? folder)
    {
        lock (gate)
        {
            return folder is null
                ? [.. Ordered().SelectMany(c => pictures.Of(c.Folder)).Select(p => p.View())]
                : [.. pictures.Of(classes.Require(folder).Folder).Select(p => p.View())];
        }
    }

    /// <summary>Keeps pictures of a class. One that cannot be read, or is in another class, is refused with its reason; the others are kept.</summary>
    /// <param name="folder">The class; null for pictures without a label.</param>
    /// <param name="incoming">The pictures.</param>
    /// <param name="who">Who sends them.</param>
    /// <exception cref="WorkspaceException">There is no such class.</exception>
    /// <exception cref="StorageException">One could not be written; those before it are kept.</exception>
    public AddedPictures AddPictures(string? folder, IReadOnlyList<IncomingPicture> incoming, string who)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        List<string> added = [];
        List<RefusedPicture> refused = [];
        var known = 0;
        try
        {
            foreach (var (number, picture) in incoming.Index())
            {
                try
                {
                    if (Keep(folder, picture, StoredPicture.Upload) is { } kept)
                        added.Add(kept.Id);
                    else
                        known++;
                }
                catch (Exception error) when (error is ImageException or WorkspaceException { Fault: WorkspaceFault.Conflict or WorkspaceFault.Full })
                {
                    refused.Add(new RefusedPicture(WorkspaceNames.File(picture.File) ?? FormattableString.Invariant($"picture {number + 1}"), error.Message));
                }
            }
        }
        finally
        {
            if (added.Count > 0)
                Said(who, folder is null ? "pictures without a label added" : "pictures added", folder, added);
        }
        return new AddedPictures(added, known, refused);
    }

    /// <summary>A picture that the classifier took for something else, with its right class.</summary>
    /// <param name="folder">Its class.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="said">What the classifier said.</param>
    /// <param name="confidence">How sure it was.</param>
    /// <param name="who">Who corrects.</param>
    /// <exception cref="WorkspaceException">There is no such class, or the picture is in another one.</exception>
    /// <exception cref="ImageException">It cannot be read.</exception>
    public CorrectionView Correct(string folder, IncomingPicture picture, string? said, double? confidence, string who)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var kept = Keep(folder, picture, StoredPicture.Correction);
        lock (gate)
        {
            var id = kept?.Id ?? ProjectPictures.Decode(picture, options.Limits).Id;
            Audit.Append(who, "correction", new JsonObject { ["class"] = folder, ["picture"] = id, ["said"] = said is null ? null : WorkspaceNames.File(said), ["confidence"] = confidence });
            return new CorrectionView(id, folder, Corrections);
        }
    }

    /// <summary>Where a picture is, and what it is.</summary>
    /// <exception cref="WorkspaceException">There is none.</exception>
    public (string Path, string ContentType) PictureFile(string id)
    {
        lock (gate)
        {
            var picture = Require(id);
            return (picture.Path, Path.GetExtension(picture.Path) switch { ".jpg" => "image/jpeg", ".png" => "image/png", ".gif" => "image/gif", ".webp" => "image/webp", _ => "image/bmp" });
        }
    }

    /// <summary>Deletes a picture.</summary>
    /// <exception cref="WorkspaceException">There is none.</exception>
    public void RemovePicture(string id, string who)
    {
        lock (gate)
        {
            var picture = Require(id);
            pictures.Remove(picture);
            Said(who, "picture deleted", picture.Class, [id]);
        }
    }

    /// <summary>Puts a picture into another class, or gives one of the queue its label.</summary>
    /// <exception cref="WorkspaceException">There is no such picture or class.</exception>
    public ProjectPicture MovePicture(string id, string? folder, string who)
    {
        lock (gate)
        {
            var picture = Require(id);
            var name = classes.Require(folder).Folder;
            if (picture.Class == name)
                return picture.View();
            var moved = pictures.Move(picture, name, picture.Class.Length == 0 ? StoredPicture.Queue : null);
            Said(who, picture.Class.Length == 0 ? "picture labelled" : $"picture moved from {picture.Class}", name, [id]);
            return moved.View();
        }
    }

    /// <summary>What was done, the oldest first.</summary>
    public IReadOnlyList<AuditEntry> History() => Audit.Read();

    internal IReadOnlyList<StoredPicture> Unlabelled()
    {
        lock (gate)
            return pictures.Of("");
    }

    /// <summary>What a training starts from, all of the same moment.</summary>
    internal (ProjectDocument Document, IReadOnlyList<ClassDefinition> Classes, IReadOnlyList<StoredPicture> Pictures) Snapshot()
    {
        lock (gate)
            return (document, [.. Ordered()], [.. pictures.All.Where(p => p.Class.Length > 0).OrderBy(p => p.Class, StringComparer.Ordinal).ThenBy(p => p.Id, StringComparer.Ordinal)]);
    }

    /// <summary>Changes project.json.</summary>
    internal ProjectDocument Update(Func<ProjectDocument, ProjectDocument> change)
    {
        lock (gate)
        {
            Keep(change(document));
            return document;
        }
    }

    internal void Said(string who, string what, JsonObject details) => Audit.Append(who, what, details);

    /// <summary>The class of this name, made where it is missing.</summary>
    internal (ClassDefinition Class, bool IsNew) ClassNamed(string name, string? words, string who)
    {
        lock (gate)
        {
            return classes.Named(name) is { } known && (words is null || ClassNames.Fold(words) == ClassNames.Fold(known.Words))
                ? (known, false)
                : (classes.Require(AddClass(name, words, who).Folder), true);
        }
    }

    internal ClassView ViewOf(ClassDefinition definition) => ViewOf(definition, Versions.Current);

    /// <summary>The project goes.</summary>
    internal void Forget()
    {
        lock (gate)
            pictures.Forget();
    }

    /// <exception cref="WorkspaceException">There is no such method.</exception>
    internal static string MethodOf(string method)
    {
        try
        {
            return MethodCatalogue.Find(method).Name;
        }
        catch (OptionsException error)
        {
            throw new WorkspaceException(WorkspaceFault.Refused, error.Message, error);
        }
    }

    int Corrections => pictures.All.Count(p => p.Origin == StoredPicture.Correction && p.Class.Length > 0 && p.Added > (document.Trained ?? DateTimeOffset.MinValue));

    StoredPicture? Keep(string? folder, IncomingPicture picture, string origin)
    {
        var name = "";
        if (folder is not null)
        {
            lock (gate)
                name = classes.Require(folder).Folder;
        }
        var decoded = ProjectPictures.Decode(picture, options.Limits);          // outside the lock: a large photo takes a while
        lock (gate)
            return pictures.Add(picture, decoded, folder is null ? name : classes.Require(folder).Folder, origin, classes.NameOf);
    }

    void Keep(ProjectDocument changed)
    {
        WorkspaceFiles.Write(Path.Combine(Folder, DocumentFile), changed, WorkspaceJson.Default.ProjectDocument);
        document = changed;
    }

    void Said(string who, string what, string? folder, IReadOnlyList<string> ids) =>
        Said(who, what, new JsonObject { ["class"] = folder, ["pictures"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) });

    StoredPicture Require(string id) => (WorkspaceNames.IsPicture(id) ? pictures.Find(id) : null) ?? throw new WorkspaceException(WorkspaceFault.NotFound, "There is no such picture in this project.");

    IEnumerable<ClassDefinition> Ordered()
    {
        var place = document.Order.Index().ToDictionary(o => o.Item, o => o.Index, StringComparer.Ordinal);
        return classes.Folders.OrderBy(f => place.GetValueOrDefault(f, int.MaxValue)).ThenBy(f => f, StringComparer.Ordinal).Select(f => classes.Require(f));
    }

    ClassView ViewOf(ClassDefinition c, VersionDocument? current)
    {
        lock (gate)
            return new ClassView(c.Folder, c.Name, c.Words, pictures.Of(c.Folder).Count, current?.NamedClasses.Contains(c.Folder, StringComparer.Ordinal) == true);
    }

    static JsonObject Of(ClassDefinition c) => new() { ["class"] = c.Folder, ["name"] = c.Name, ["words"] = c.Words };
}
