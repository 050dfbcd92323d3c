using System.Globalization;
using System.Security.Cryptography;
using KronClip.Images;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// The pictures of a project, by content: a file's name is its hash, and its folder its class. What lies in the folders is the truth; it is listed once and kept in memory.
/// Not thread-safe by itself: the project's lock is held around every call but <see cref="Decode"/>.
/// </summary>
sealed class ProjectPictures
{
    const string Labelled = "pictures", Unlabelled = "unlabelled";

    readonly string folder;
    readonly WorkspaceOptions options;
    readonly PictureQuota quota;
    readonly PictureIndex index;
    readonly Dictionary<string, StoredPicture> byId = new(StringComparer.Ordinal);

    public ProjectPictures(string folder, WorkspaceOptions options, PictureQuota quota)
    {
        (this.folder, this.options, this.quota) = (folder, options, quota);
        index = new PictureIndex(Path.Combine(folder, "pictures.jsonl"));
        var notes = index.Read();
        foreach (var (name, path) in Folders())
            List(name, path, notes);
        if (notes.Count > byId.Count + 1000)
            index.Compact(byId.Values.Select(Note));
    }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<StoredPicture> All => byId.Values;

    /// <summary>The folder of class folders.</summary>
    public string Root => Path.Combine(folder, Labelled);

    /// <summary>The picture of this id; null where there is none.</summary>
    public StoredPicture? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>Those of a class by time, then id; of "" those without a label.</summary>
    public IReadOnlyList<StoredPicture> Of(string name) => [.. byId.Values.Where(p => p.Class == name).OrderBy(p => p.Added).ThenBy(p => p.Id, StringComparer.Ordinal)];

    /// <summary>Decodes a picture to see that it is one, and gives what its file will be called.</summary>
    /// <exception cref="ImageException">It cannot be read, or is over a limit.</exception>
    public static (string Id, string Extension) Decode(IncomingPicture picture, ImageLimits limits)
    {
        var name = WorkspaceNames.File(picture.File) ?? "the picture";
        _ = PictureReader.Read(picture.Bytes, name, limits, Orientation.Ignore);
        var extension = PictureReader.ReadHeader(picture.Bytes, name).Format switch
        {
            PictureFormat.Jpeg => ".jpg",
            PictureFormat.Png => ".png",
            PictureFormat.Gif => ".gif",
            PictureFormat.WebP => ".webp",
            _ => ".bmp",
        };
        return (Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span))[..StoredPicture.IdLength], extension);
    }

    /// <summary>Keeps a picture.</summary>
    /// <param name="picture">The file.</param>
    /// <param name="decoded">What <see cref="Decode"/> said of it.</param>
    /// <param name="name">The class, or "".</param>
    /// <param name="origin">How it came.</param>
    /// <param name="nameOf">The name of a class for people.</param>
    /// <returns>Null where it was there already.</returns>
    /// <exception cref="WorkspaceException">It is in another class, or there is no room.</exception>
    /// <exception cref="StorageException">It could not be written.</exception>
    public StoredPicture? Add(IncomingPicture picture, (string Id, string Extension) decoded, string name, string origin, Func<string, string> nameOf)
    {
        if (byId.TryGetValue(decoded.Id, out var known))
        {
            if (known.Class == name || name.Length == 0)
                return null;
            return known.Class.Length == 0
                ? Move(known, name, origin)
                : throw new WorkspaceException(WorkspaceFault.Conflict, $"This picture is in the class '{nameOf(known.Class)}' already, and it cannot be of two. Move it there, or leave it.");
        }
        if (byId.Count >= options.MostPictures)
            throw new WorkspaceException(WorkspaceFault.Full, string.Create(CultureInfo.InvariantCulture, $"The project holds {options.MostPictures:N0} pictures, and no more are taken. Delete some that are not needed."));
        quota.Take(picture.Bytes.Length);
        try
        {
            var path = Path.Combine(FolderOf(name), decoded.Id + decoded.Extension);
            AtomicFile.Write(path, stream => stream.Write(picture.Bytes.Span));
            return Keep(new StoredPicture(decoded.Id, name, path, picture.Bytes.Length, WorkspaceNames.File(picture.File), origin, options.Clock.GetUtcNow()));
        }
        catch
        {
            quota.Give(picture.Bytes.Length);
            throw;
        }
    }

    /// <summary>Puts a picture into another class.</summary>
    /// <exception cref="StorageException">It could not be moved.</exception>
    public StoredPicture Move(StoredPicture picture, string name, string? origin = null)
    {
        var path = Path.Combine(FolderOf(name), Path.GetFileName(picture.Path));
        OnDisk(path, () =>
        {
            Directory.CreateDirectory(FolderOf(name));
            File.Move(picture.Path, path, overwrite: true);
        });
        return Keep(picture with { Class = name, Path = path, Origin = origin ?? picture.Origin, Added = origin is null ? picture.Added : options.Clock.GetUtcNow() });
    }

    /// <summary>Deletes a picture.</summary>
    /// <exception cref="StorageException">It could not be deleted.</exception>
    public void Remove(StoredPicture picture)
    {
        OnDisk(picture.Path, () => File.Delete(picture.Path));
        byId.Remove(picture.Id);
        quota.Give(picture.Bytes);
    }

    /// <summary>Makes the folder of a class, so that it is there without pictures too.</summary>
    /// <exception cref="StorageException">It could not be made.</exception>
    public void MakeClass(string name) => OnDisk(FolderOf(name), () => Directory.CreateDirectory(FolderOf(name)));

    /// <summary>Deletes a class with its pictures.</summary>
    /// <exception cref="StorageException">It could not be deleted.</exception>
    public void RemoveClass(string name)
    {
        foreach (var picture in Of(name))
            Remove(picture);
        OnDisk(FolderOf(name), () =>
        {
            if (Directory.Exists(FolderOf(name)))
                Directory.Delete(FolderOf(name), recursive: true);
        });
    }

    /// <summary>The project goes: what it took is free.</summary>
    public void Forget() => quota.Give(byId.Values.Sum(p => p.Bytes));

    StoredPicture Keep(StoredPicture picture)
    {
        byId[picture.Id] = picture;
        index.Append(Note(picture));
        return picture;
    }

    static PictureNote Note(StoredPicture p) => new(p.Id, p.File, p.Origin, p.Added);

    string FolderOf(string name) => name.Length == 0 ? Path.Combine(folder, Unlabelled) : Path.Combine(Root, name);

    IEnumerable<(string Name, string Path)> Folders()
    {
        if (Directory.Exists(Path.Combine(folder, Unlabelled)))
            yield return ("", Path.Combine(folder, Unlabelled));
        foreach (var path in (Directory.Exists(Root) ? Directory.EnumerateDirectories(Root) : []).Order(StringComparer.Ordinal))
        {
            if (WorkspaceNames.IsSlug(Path.GetFileName(path)))
                yield return (Path.GetFileName(path), path);
        }
    }

    /// <summary>Takes in what lies there; what a killed write left goes, and files that nobody here wrote are left alone.</summary>
    void List(string name, string path, Dictionary<string, PictureNote> notes)
    {
        foreach (var file in new DirectoryInfo(path).EnumerateFiles())
        {
            if (file.Name.StartsWith('.') && file.Name.EndsWith(".tmp", StringComparison.Ordinal))
                file.Delete();
            var id = Path.GetFileNameWithoutExtension(file.Name);
            if (!WorkspaceNames.IsPicture(id))
                continue;
            var note = notes.GetValueOrDefault(id);
            byId[id] = new StoredPicture(id, name, file.FullName, file.Length, note?.File, note?.Origin ?? StoredPicture.Upload, note?.Added ?? file.LastWriteTimeUtc);
            quota.Count(file.Length);
        }
    }

    static void OnDisk(string path, Action act)
    {
        try
        {
            act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{path}' could not be changed: {error.Message} Look at the disk and its permissions; nothing else was changed.", error);
        }
    }
}
