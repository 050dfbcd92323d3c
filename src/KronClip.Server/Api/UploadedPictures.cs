using System.Text.Json;
using KronClip.Images;
using Microsoft.AspNetCore.Http;

namespace KronClip.Server;

/// <summary>A request that cannot be served, with the status that says so.</summary>
sealed class BadRequestException(int status, string message) : Exception(message)
{
    public int Status => status;
}

/// <summary>A picture that came with a request.</summary>
/// <param name="File">Name of the file; null where it had none.</param>
/// <param name="Bytes">The file's bytes; they are in memory alone and go with the request.</param>
sealed record UploadedPicture(string? File, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// The pictures of a request: the body itself (image/* or application/octet-stream), files of a form, or base64 in JSON: <c>{"images": ["…"]}</c>. Nothing is ever written.
/// </summary>
static class UploadedPictures
{
    /// <exception cref="BadRequestException">There are none, too many, or the body is none of these.</exception>
    public static async Task<IReadOnlyList<UploadedPicture>> Read(HttpRequest request, ServerOptions options, CancellationToken cancel)
    {
        var pictures = request.ContentType switch
        {
            { } type when request.HasFormContentType && type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) => await OfForm(request, cancel).ConfigureAwait(false),
            { } type when type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) => await OfJson(request, cancel).ConfigureAwait(false),
            { } type when type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase) =>
                [new UploadedPicture(null, await Body(request, cancel).ConfigureAwait(false))],
            var other => throw new BadRequestException(StatusCodes.Status415UnsupportedMediaType,
                $"The body is {(other is null ? "of no stated kind" : $"'{Printable(other)}'")}; send a picture as image/jpeg or the like, a form with files, or JSON with base64 in \"images\"."),
        };
        if (pictures.Count == 0)
            throw new BadRequestException(StatusCodes.Status400BadRequest, "The request holds no picture.");
        if (pictures.Count > options.MostPictures)
            throw new BadRequestException(StatusCodes.Status413PayloadTooLarge, $"The request holds {pictures.Count} pictures; at most {options.MostPictures} are taken at once.");
        return pictures;
    }

    /// <summary>How it is decoded, under the server's limits.</summary>
    public static Func<Picture> Decoded(UploadedPicture picture, int place, ServerOptions options, Orientation orientation) => () =>
        PictureReader.Read(picture.Bytes, FormattableString.Invariant($"picture {place + 1}"), new ImageLimits { MaxBytes = Math.Min(options.MostBytes, 2_000_000_000), MaxPixels = Math.Min(options.MostPixels, 500_000_000) }, orientation);

    static async Task<IReadOnlyList<UploadedPicture>> OfForm(HttpRequest request, CancellationToken cancel)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidDataException || (error is IOException and not BadHttpRequestException && !request.HttpContext.RequestAborted.IsCancellationRequested))
        {
            throw new BadRequestException(StatusCodes.Status400BadRequest, $"The form cannot be read: {error.Message}");
        }
        var pictures = new List<UploadedPicture>();
        foreach (var file in form.Files)
        {
            var bytes = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(bytes, cancel).ConfigureAwait(false);
            pictures.Add(new UploadedPicture(file.FileName is { Length: > 0 } name ? name : null, bytes));
        }
        return pictures;
    }

    static async Task<IReadOnlyList<UploadedPicture>> OfJson(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 8 }, cancel).ConfigureAwait(false);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("images", out var images) && images.ValueKind == JsonValueKind.Array)
                return [.. images.EnumerateArray().Select((image, i) => new UploadedPicture(null, image.ValueKind == JsonValueKind.String && image.TryGetBytesFromBase64(out var bytes)
                    ? bytes
                    : throw new BadRequestException(StatusCodes.Status400BadRequest, $"Picture {i + 1} of \"images\" is no base64.")))];
        }
        catch (JsonException error)
        {
            throw new BadRequestException(StatusCodes.Status400BadRequest, $"The body is no JSON: {error.Message}");
        }
        throw new BadRequestException(StatusCodes.Status400BadRequest, "The JSON has no list \"images\" of base64 texts.");
    }

    public static async Task<byte[]> Body(HttpRequest request, CancellationToken cancel)
    {
        using var memory = new MemoryStream();
        await request.Body.CopyToAsync(memory, cancel).ConfigureAwait(false);
        return memory.ToArray();
    }

    static string Printable(string text) => string.Concat(text.Take(60).Where(c => c is >= ' ' and < '\u007f'));
}
