using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace KronClip.Server;

/// <summary>A part of the page.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="ContentType">Its kind, as HTTP names it.</param>
/// <param name="Tag">Its ETag with quotation marks; it follows from the bytes.</param>
sealed record PageFile(ReadOnlyMemory<byte> Bytes, string ContentType, string Tag);

/// <summary>The parts of the page, read from the program once.</summary>
static class PageFiles
{
    const string Prefix = "KronClip.Server.Page.";

    /// <summary>All parts by file name.</summary>
    public static FrozenDictionary<string, PageFile> Load() => typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    /// <summary>The source expression of a content policy that allows one inline style sheet.</summary>
    public static string HashOf(string sheet) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(sheet)))}'";

    static PageFile Read(string resource)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new PageFile(bytes, TypeOf(Path.GetExtension(resource)), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
    }

    static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        _ => throw new InvalidOperationException($"A part of the page ends in '{extension}', which has no content type here."),
    };
}
