using System.Text.Json;
using KronClip.Checkpoints;
using KronClip.Storage;

namespace KronClip.Classifiers;

/// <summary>
/// The .kronclip file: a safetensors file whose metadata hold one key, "kronclip", with the classifier's document as JSON. The head's tensors
/// are named "head.…", the learned ones "learned.…". Reading checks everything before anything is used; what is read back predicts the same bits.
/// </summary>
public static class ClassifierFile
{
    /// <summary>The file name extension, with the dot.</summary>
    public const string Extension = ".kronclip";

    const string Key = "kronclip", HeadPrefix = "head.", LearnedPrefix = "learned.";

    /// <summary>Writes a classifier whole or not at all, and returns the file's content hash. The same classifier gives the same bytes.</summary>
    /// <exception cref="StorageException">The file could not be written; what was there before is untouched.</exception>
    public static string Write(string path, Classifier classifier)
    {
        var (bytes, hash) = Seal(classifier);
        AtomicFile.Write(path, stream => stream.Write(bytes));
        return hash;
    }

    /// <summary>The bytes that <see cref="Write"/> puts into the file.</summary>
    public static byte[] ToBytes(Classifier classifier) => Seal(classifier).Bytes;

    /// <summary>Reads a classifier.</summary>
    /// <exception cref="ClassifierException">
    /// The file is missing, damaged, made by a newer version, or no classifier; the message says which.
    /// </exception>
    public static Classifier Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ClassifierException($"The classifier '{path}' cannot be read: {error.Message} Check the path and the permissions.", error);
        }
        return Parse(bytes, path);
    }

    /// <summary>Reads a classifier from memory; <paramref name="name"/> is what messages call it.</summary>
    /// <inheritdoc cref="Read"/>
    public static Classifier Parse(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            var (file, outline) = SealedSafeTensors.Open(bytes, Key, name);
            RequireKnownVersion(outline);
            var hash = RequireSeal(bytes);
            var document = ClassifierJson.Read(file.Metadata[Key]);
            Dictionary<string, NamedTensor> head = new(StringComparer.Ordinal);
            List<NamedTensor> learned = [];
            foreach (var tensor in SealedSafeTensors.Tensors(file))
            {
                if (tensor.Name.StartsWith(HeadPrefix, StringComparison.Ordinal))
                    head.Add(tensor.Name[HeadPrefix.Length..], Renamed(tensor, tensor.Name[HeadPrefix.Length..]));
                else if (tensor.Name.StartsWith(LearnedPrefix, StringComparison.Ordinal))
                    learned.Add(Renamed(tensor, tensor.Name[LearnedPrefix.Length..]));
                else
                    throw new ClassifierException(
                        $"It holds a tensor '{tensor.Name}', which this version does not know. A newer KronClip may be needed to use it.");
            }
            return new Classifier(document, ClassifierHead.Read(document.Head, head), learned, hash);
        }
        catch (JsonException error)
        {
            throw new ClassifierException($"'{name}' is not a KronClip classifier: {error.Message} Give a {Extension} file.", error);
        }
        catch (Exception error) when (error is CheckpointException or ClassifierException or ArgumentException)
        {
            throw new ClassifierException($"The classifier '{name}' cannot be used. {error.Message}", error);
        }
    }

    static (byte[] Bytes, string Hash) Seal(Classifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        var document = ClassifierJson.Write(classifier.Document with { ContentHash = SealedSafeTensors.Blank });
        var tensors = classifier.Head.Tensors.Select(t => Renamed(t, HeadPrefix + t.Name))
            .Concat(classifier.Learned.Select(t => Renamed(t, LearnedPrefix + t.Name)));
        return SealedSafeTensors.Seal(Key, document, tensors);
    }

    /// <summary>The version comes before everything else: a newer file may be sealed and filled in ways that are not known here.</summary>
    static void RequireKnownVersion(JsonElement outline)
    {
        if (!outline.TryGetProperty("formatVersion", out var element) || element.ValueKind != JsonValueKind.Number
            || !element.TryGetInt32(out var version) || version < 1)
            throw new JsonException("Its document has no usable formatVersion.");
        if (version <= ClassifierDocument.CurrentFormatVersion)
            return;
        var maker = outline.TryGetProperty("libraryVersion", out var library) ? library.ToString() : "unknown";
        throw new ClassifierException(FormattableString.Invariant(
            $"It has format version {version}, made by KronClip {maker}; this version reads up to {ClassifierDocument.CurrentFormatVersion}. ")
            + "Update KronClip to use it.");
    }

    static string RequireSeal(byte[] bytes)
    {
        var (actual, recorded) = SealedSafeTensors.Hashes(bytes, Key);
        if (actual is null || !string.Equals(actual, recorded, StringComparison.Ordinal))
            throw new ClassifierException($"It is damaged or was changed by hand: its content hash is {actual ?? "missing"}"
                + (recorded is null ? ". " : $", but it records {recorded}. ") + "Copy it again from where it was made, or make it again.");
        return actual;
    }

    static NamedTensor Renamed(NamedTensor tensor, string name) => new(name, [.. tensor.Shape], tensor.Values);
}
