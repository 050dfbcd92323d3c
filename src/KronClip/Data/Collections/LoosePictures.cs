namespace KronClip.Data;

/// <summary>A picture that was found without asking for its class.</summary>
/// <param name="Item">The picture; its label is <see cref="LoosePictures.NoLabel"/>.</param>
/// <param name="Part">The part of a split that somebody gave it.</param>
/// <param name="Folder">Names that may be its class, the nearest first: the folders that it lies in, or a manifest's label.</param>
sealed record LoosePicture(ImageItem Item, SplitPart Part, IReadOnlyList<string> Folder);

/// <summary>
/// The pictures of a place whatever folders they lie in: of a folder and everything below it, or of a manifest or split file. Where folders are a given split (train/, val/, test/), each
/// picture has its part. Listing opens no picture.
/// </summary>
/// <param name="Root">Absolute path of the folder that relative paths refer to.</param>
/// <param name="Pictures">In ordinal order of their relative paths.</param>
/// <param name="Notes">What was passed over.</param>
sealed record LoosePictures(string Root, IReadOnlyList<LoosePicture> Pictures, IReadOnlyList<string> Notes)
{
    /// <summary>The label of a picture of which no class is known.</summary>
    public const int NoLabel = -1;

    /// <summary>Lists a place.</summary>
    /// <exception cref="DataException">There is nothing, or no picture; the message says what to do.</exception>
    public static LoosePictures Find(string path)
    {
        var found = Directory.Exists(path) ? OfFolder(Path.TrimEndingDirectorySeparator(RealPath.Below("", path))) : OfFile(path);
        return found.Pictures.Count > 0 ? found with { Pictures = [.. found.Pictures.OrderBy(p => p.Item.RelativePath, StringComparer.Ordinal)] }
            : throw new DataException($"{Printable.Quote(path)} holds no picture.{string.Concat(found.Notes.Select(n => " " + n))} Check the path.");
    }

    /// <summary>The class that a picture's place names, or null: a folder's own name, the name shown to people or the words, whatever the case, Unicode form, and '_' for a space.</summary>
    public static int? ClassOf(LoosePicture picture, IReadOnlyList<ClassDefinition> classes)
    {
        foreach (var folder in picture.Folder.Select(Fold))
        {
            foreach (var name in (Func<ClassDefinition, string>[])[c => c.Folder, c => c.Name, c => c.Words])
            {
                if (classes.Index().Where(c => Fold(name(c.Item)) == folder).Select(c => (int?)c.Index).FirstOrDefault() is { } label)
                    return label;
            }
        }
        return null;
    }

    static string Fold(string name) => ClassNames.Fold(name.Replace('_', ' '));

    static LoosePictures OfFolder(string root)
    {
        try
        {
            if (MetadataLayout.Read(root, new CollectionOptions { ForTraining = false }, FolderEntries.Of) is { } listed)
                return Of(listed.Root, listed.Pictures, listed.Folders, [.. listed.Warnings, .. listed.Notes]);
            var walk = new FolderWalk(root, allowOutsideLinks: false, FolderEntries.Of);
            if (walk.Look(root).Folders.Count > 0 && FolderLayout.Read(root, new CollectionOptions { ForTraining = false }, FolderEntries.Of) is var given && given.Pictures.Any(p => p.Part != SplitPart.Unassigned))
                return Of(given.Root, given.Pictures, given.Folders, given.Notes);
            var pictures = walk.Pictures(root).Select(p => new LoosePicture(new ImageItem(p.Path, p.RelativePath, NoLabel), SplitPart.Unassigned, [.. p.RelativePath.Split('/')[..^1].Reverse()])).ToArray();
            return new(root, pictures, [.. walk.Skipped.Sentences()]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The folder {Printable.Quote(root)} cannot be read: {error.Message} Check its permissions.", error);
        }
    }

    static LoosePictures OfFile(string path)
    {
        var collection = ImageCollection.Open(path, null, new CollectionOptions { ForTraining = false });
        return Of(collection.Root, collection.Images, [.. collection.Classes.Select(c => c.Folder)], [.. collection.Warnings, .. collection.Notes]);
    }

    static LoosePictures Of(string root, IReadOnlyList<AssignedImage> images, IReadOnlyList<string> folders, IReadOnlyList<string> notes) =>
        new(root, [.. images.Select(image => new LoosePicture(image.Item with { Label = NoLabel }, image.Part, [folders[image.Item.Label]]))], notes);
}
