using KronClip.Deployment;
using KronClip.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace KronClip.Server;

/// <summary>Classifiers as files: as they are, and as ONNX.</summary>
static class DownloadEndpoints
{
    /// <summary>An export loads a base model of its own: one at a time.</summary>
    static readonly SemaphoreSlim exporting = new(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/classifiers/{name}/file", File).WithName("ClassifierFile").WithSummary("The .kronclip file.");
        routes.MapGet("/api/classifiers/{name}/onnx", Onnx).WithName("ClassifierOnnx").WithSummary("The classifier as an ONNX file.").WithRequestTimeout(LongWork.Timeout);
    }

    /// <summary>What is sent is shown at most, never run, whatever a browser makes of it.</summary>
    public static void Harmless(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
        response.Headers.CacheControl = "no-store";
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> File(string name, HttpContext context, ClassifierStore store, CancellationToken cancel)
    {
        await using var lease = store.Rent(name);
        if (lease is null)
            return ApiEndpoints.Unknown(name);
        Harmless(context.Response);
        // Read whole: a file that is replaced meanwhile is sent as it was.
        return TypedResults.File(await System.IO.File.ReadAllBytesAsync(lease.Served.Path, cancel).ConfigureAwait(false), "application/octet-stream", name + Classifiers.ClassifierFile.Extension);
    }

    static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Onnx(string name, string? weights, HttpContext context, ClassifierStore store, ServerOptions options, CancellationToken cancel)
    {
        var precision = weights switch
        {
            null or "fp32" => OnnxPrecision.Single,
            "fp16" => OnnxPrecision.Half,
            "int8" => OnnxPrecision.Int8,
            _ => throw new BadRequestException(StatusCodes.Status400BadRequest, "weights is fp32, fp16 or int8."),
        };
        await using var lease = store.Rent(name);
        if (lease is null)
            return ApiEndpoints.Unknown(name);
        var path = Path.Combine(Path.GetTempPath(), $"kronclip-{Guid.NewGuid():N}.onnx");
        await exporting.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await Task.Run(() => ExportJob.Run(new ExportRequest { Classifier = lease.Served.Path, Output = path, Model = options.Model, Precision = precision }, null, cancel), cancel).ConfigureAwait(false);
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
            Harmless(context.Response);
            return TypedResults.File(stream, "application/octet-stream", $"{name}{(precision == OnnxPrecision.Single ? "" : "-" + weights)}.onnx");
        }
        catch
        {
            System.IO.File.Delete(path);
            throw;
        }
        finally
        {
            exporting.Release();
        }
    }
}
