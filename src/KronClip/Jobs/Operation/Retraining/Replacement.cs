using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>Puts a classifier into the place of another. The old one is kept first, then the trail has its line, then one rename does it; stopped anywhere, a whole classifier is in place.</summary>
static class Replacement
{
    /// <returns>Where the old one lies: name.‹first 12 digits of its hash›.kronclip, beside it.</returns>
    /// <exception cref="StorageException">Something cannot be written; the old one is in its place.</exception>
    public static string Put(string path, string with, string oldHash, AuditTrail trail, string who, JsonObject details, bool anyway)
    {
        var kept = $"{Path.ChangeExtension(path, null)}.{oldHash[..12]}{ClassifierFile.Extension}";
        var (old, made) = (File.ReadAllBytes(path), File.ReadAllBytes(with));
        AtomicFile.Write(kept, stream => stream.Write(old));
        details["kept"] = Path.GetFileName(kept);
        trail.Append(who, anyway ? "replaced-anyway" : "replaced", details);
        try
        {
            AtomicFile.Write(path, stream => stream.Write(made));
        }
        catch (StorageException)
        {
            trail.Append(who, "replacement-failed", new JsonObject { ["to"] = details["to"]?.DeepClone() });
            throw;
        }
        return kept;
    }
}
