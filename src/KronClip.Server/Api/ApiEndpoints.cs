using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KronClip.Server;

/// <summary>The simple API: what is served, and pictures in, labels out.</summary>
static class ApiEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("", (HttpRequest request, ClassifierStore store, ServerOptions options) =>
            new ServerAnswer(Library.Version, store.IsReady, [.. Ordered(store).Select(ClassifierAnswer.Of)], store.Faults, options.Workspace is not null, request.IsHttps)).WithName("Server").WithSummary("What is served.");
        api.MapGet("/classifiers", (ClassifierStore store) => Ordered(store).Select(ClassifierAnswer.Of)).WithName("Classifiers").WithSummary("The classifiers with their classes.");
        api.MapGet("/classifiers/{name}", Results<Ok<ClassifierAnswer>, ProblemHttpResult> (string name, ClassifierStore store) =>
            store.Current.TryGetValue(name, out var served) ? TypedResults.Ok(ClassifierAnswer.Of(served)) : Unknown(name)).WithName("Classifier").WithSummary("One classifier.");
        api.MapPost("/classifiers/{name}/classify", Classify).WithName("Classify").DisableAntiforgery()
            .WithSummary("Classifies pictures: a picture as the body, files of a form, or base64 in JSON.");
        api.MapPost("/classify", (HttpRequest request, ClassifierStore store, ServerOptions options, CancellationToken cancel) => store.Current.Count == 1
            ? Classify(store.Current.Keys.Single(), request, store, options, cancel)
            : Task.FromResult<Results<Ok<ClassifyAnswer>, ProblemHttpResult>>(TypedResults.Problem($"{store.Current.Count} classifiers are served; name one: POST /api/classifiers/<name>/classify.", statusCode: StatusCodes.Status400BadRequest)))
            .WithName("ClassifyWithTheOnly").DisableAntiforgery().WithSummary("The same where only one classifier is served.");
    }

    static async Task<Results<Ok<ClassifyAnswer>, ProblemHttpResult>> Classify(string name, HttpRequest request, ClassifierStore store, ServerOptions options, CancellationToken cancel)
    {
        await using var lease = store.Rent(name);
        if (lease is null)
            return Unknown(name);
        var top = Number(request, "top", 5, 1, int.MaxValue);
        double? unknown = request.Query.TryGetValue("unknown", out var text)
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var least) && least is >= 0 and <= 1 ? least : throw new BadRequestException(StatusCodes.Status400BadRequest, "unknown is a confidence from 0 to 1.")
            : null;
        var served = lease.Served;
        var pictures = await UploadedPictures.Read(request, options, cancel).ConfigureAwait(false);
        var orientation = served.Shared.Preprocessing.Orientation;
        var features = await served.Shared.Queue.Embed([.. pictures.Select((p, i) => UploadedPictures.Decoded(p, i, options, orientation))], cancel).ConfigureAwait(false);
        var below = unknown ?? served.Classifier.Document.Calibration.UnknownBelow;
        var log = request.HttpContext.RequestServices.GetService<PredictionLogWriter>();
        return TypedResults.Ok(new ClassifyAnswer(served.Name, served.Version, [.. pictures.Zip(features, (picture, feature) =>
        {
            log?.Add(served, served.Classifier.Predict(feature, Jobs.LoggedPrediction.MostScores), below, feature, picture.Bytes, isFile: true);
            return PictureAnswer.Of(picture.File, served.Classifier.Predict(feature, (int)top), below);
        })]));
    }

    static IEnumerable<ServedClassifier> Ordered(ClassifierStore store) => store.Current.Values.OrderBy(c => c.Name, StringComparer.Ordinal);

    internal static ProblemHttpResult Unknown(string name) => TypedResults.Problem($"No classifier is called '{name}'; GET /api/classifiers lists them.", statusCode: StatusCodes.Status404NotFound);

    static long Number(HttpRequest request, string name, long otherwise, long least, long most) => !request.Query.TryGetValue(name, out var text) ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new BadRequestException(StatusCodes.Status400BadRequest, FormattableString.Invariant($"{name} is a whole number of {least} or more."));
}
