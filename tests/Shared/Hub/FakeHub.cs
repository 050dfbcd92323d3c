using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KronClip.Testing;

/// <summary>
/// A small Hub with one repository, and the other host from which large files come: lists of files, hashes in headers, redirects, ranges. A test changes single answers to make it misbehave.
/// </summary>
sealed class FakeHub : IDisposable
{
    public const string Repo = "acme/tiny-clip", Main = "0123456789abcdef0123456789abcdef01234567";

    readonly RawHttpServer hub, storage;

    /// <summary>A hub with these files; a prefix is a path that stands before all of its addresses, as in mirrors.</summary>
    public FakeHub(IReadOnlyDictionary<string, byte[]> files, string prefix = "")
    {
        (Files, Prefix) = (new Dictionary<string, byte[]>(files, StringComparer.Ordinal), prefix);
        hub = new RawHttpServer(request => Hub?.Invoke(request) ?? OfHub(request));
        storage = new RawHttpServer(request => Storage?.Invoke(request) ?? OfStorage(request));
    }

    /// <summary>A hub with the files of a folder.</summary>
    public static FakeHub OfFolder(string folder, string prefix = "") => new(Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes), prefix);

    public Dictionary<string, byte[]> Files { get; }

    public string Prefix { get; }

    /// <summary>Answers before the hub does; null leaves it to the hub.</summary>
    public Func<RawRequest, RawAnswer?>? Hub { get; set; }

    /// <summary>Answers before the host of large files does.</summary>
    public Func<RawRequest, RawAnswer?>? Storage { get; set; }

    /// <summary>Names in the list of files; null lists the files that are there.</summary>
    public IReadOnlyList<string>? Listed { get; set; }

    /// <summary>The "gated" of the list.</summary>
    public string Gated { get; set; } = "false";

    public string Commit { get; set; } = Main;

    public string Endpoint => hub.Address + Prefix;

    public IReadOnlyList<RawRequest> HubRequests => hub.Requests;

    public IReadOnlyList<RawRequest> StorageRequests => storage.Requests;

    /// <summary>Files with this ending come from the other host under their SHA-256, as large files do.</summary>
    public static bool IsLarge(string file) => file.EndsWith(".safetensors", StringComparison.Ordinal);

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The name that git gives to a file's content.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "git's object names are SHA-1")]
    public static string GitName(byte[] bytes) => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {bytes.Length}\0"), .. bytes]));

    public string Etag(string file) => IsLarge(file) ? Sha256(Files[file]) : GitName(Files[file]);

    public void Dispose()
    {
        hub.Dispose();
        storage.Dispose();
    }

    /// <summary>The answer to a request as a well-behaved hub gives it.</summary>
    public RawAnswer OfHub(RawRequest request)
    {
        var path = Uri.UnescapeDataString(request.Path);
        if (!path.StartsWith(Prefix + "/", StringComparison.Ordinal))
            return RawAnswer.Text(404, "{}");
        path = path[(Prefix.Length + 1)..];
        if (path.StartsWith($"api/models/{Repo}/revision/", StringComparison.Ordinal))
            return path[$"api/models/{Repo}/revision/".Length..] is var revision && (revision is "main" || revision == Commit) ? List() : RawAnswer.Text(404, "{}", headers: ("X-Error-Code", "RevisionNotFound"));
        if (path.StartsWith($"{Repo}/resolve/{Commit}/", StringComparison.Ordinal))
            return OfFile(request, path[$"{Repo}/resolve/{Commit}/".Length..]);
        return RawAnswer.Text(404, "{}", headers: ("X-Error-Code", "RepoNotFound"));
    }

    RawAnswer List()
    {
        var siblings = (Listed ?? [.. Files.Keys]).Select(name => new { rfilename = name });
        return RawAnswer.Text(200, $$"""{"id":"{{Repo}}","sha":"{{Commit}}","gated":{{Gated}},"siblings":{{JsonSerializer.Serialize(siblings)}}}""");
    }

    RawAnswer OfFile(RawRequest request, string file)
    {
        if (!Files.TryGetValue(file, out var bytes))
            return RawAnswer.Text(404, "Entry not found", "text/plain", ("X-Error-Code", "EntryNotFound"));
        if (!IsLarge(file))
            return Part(request, bytes, ("X-Repo-Commit", Commit), ("ETag", $"\"{GitName(bytes)}\""), ("Content-Type", "text/plain"));
        return new RawAnswer(302, [], ("Location", $"http://localhost:{storage.Port}/{Sha256(bytes)}"), ("X-Repo-Commit", Commit),
            ("X-Linked-Etag", $"\"{Sha256(bytes)}\""), ("X-Linked-Size", bytes.Length.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The answer of the other host as it is given by one that behaves.</summary>
    public RawAnswer OfStorage(RawRequest request) => Files.Values.FirstOrDefault(bytes => request.Path == "/" + Sha256(bytes)) is { } found
        ? Part(request, found, ("ETag", $"\"storage-{Sha256(found)[..8]}\""), ("Content-Type", "application/octet-stream"))
        : RawAnswer.Text(404, "", "text/plain");

    /// <summary>The whole, or from where the range begins.</summary>
    public static RawAnswer Part(RawRequest request, byte[] bytes, params (string, string)[] headers)
    {
        if (request.Header("Range") is not { } range)
            return new RawAnswer(200, bytes, headers);
        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return from >= bytes.Length
            ? new RawAnswer(416, [], [.. headers, ("Content-Range", $"bytes */{bytes.Length}")])
            : new RawAnswer(206, bytes[from..], [.. headers, ("Content-Range", $"bytes {from}-{bytes.Length - 1}/{bytes.Length}")]);
    }
}
