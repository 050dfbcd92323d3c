using System.Text.Json;
using KronClip.Classifiers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KronClip.Server;

/// <summary>The Open Inference Protocol, version 2 (github.com/kserve/open-inference-protocol), over HTTP: its addresses, its JSON and its own shape of errors.</summary>
static class InferenceProtocolEndpoints
{
    const string Label = "label", Probabilities = "probabilities", Bytes = "BYTES", Float = "FP32";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var v2 = routes.MapGroup("/v2");
        v2.MapGet("", () => new ProtocolServer("kronclip", Library.Version, [])).WithName("V2Server");
        v2.MapGet("/health/live", () => new ProtocolLive(true)).WithName("V2Live");
        v2.MapGet("/health/ready", (ClassifierStore store) => Results.Json(new ProtocolReady(store.IsReady), ServerJson.Answers.ProtocolReady, statusCode: store.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable)).WithName("V2Ready");
        foreach (var (model, suffix) in new[] { ("/models/{name}", ""), ("/models/{name}/versions/{version}", "OfVersion") })
        {
            v2.MapGet(model, (string name, string? version, ClassifierStore store) => Find(store, name, version) is { } served ? Results.Json(Metadata(served), ServerJson.Answers.ProtocolModel) : Unknown(name)).WithName("V2Model" + suffix);
            v2.MapGet(model + "/ready", (string name, string? version, ClassifierStore store) => Find(store, name, version) is { } served
                ? Results.Json(new ProtocolModelReady(served.Name, true), ServerJson.Answers.ProtocolModelReady)
                : Unknown(name)).WithName("V2ModelReady" + suffix);
            v2.MapPost(model + "/infer", Infer).WithName("V2Infer" + suffix).DisableAntiforgery();
        }
    }

    /// <summary>The protocol's shape of an error.</summary>
    public static IResult Error(int status, string message) => Results.Json(new ProtocolError(message), ServerJson.Answers.ProtocolError, statusCode: status);

    static async Task<IResult> Infer(string name, string? version, HttpRequest request, ClassifierStore store, ServerOptions options, CancellationToken cancel)
    {
        await using var lease = store.Rent(name);
        if (lease is null || (version is not null && version != lease.Served.Version))
            return Unknown(name);
        var served = lease.Served;
        InferRequest asked;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 12 }, cancel).ConfigureAwait(false);
            asked = InferRequest.Read(document.RootElement, options, served.Shared.Preprocessing.Orientation);
            if (asked.Outputs.FirstOrDefault(o => o is not (Label or Probabilities)) is { } unknown)
                throw new InferException($"there is no output '{unknown}'; the outputs are {Label} and {Probabilities}");
        }
        catch (JsonException error)
        {
            return Error(StatusCodes.Status400BadRequest, $"the body is no JSON: {error.Message}");
        }
        catch (InferException error)
        {
            return Error(StatusCodes.Status400BadRequest, error.Message);
        }
        var features = await served.Shared.Queue.Embed(asked.Pictures, cancel).ConfigureAwait(false);
        if (request.HttpContext.RequestServices.GetService<PredictionLogWriter>() is { } log)
        {
            foreach (var (sent, feature) in asked.Sent.Zip(features))
                log.Add(served, served.Classifier.Predict(feature, Jobs.LoggedPrediction.MostScores), null, feature, sent.Bytes, sent.IsFile);
        }
        var confidences = features.Select(f => served.Classifier.Confidences(f)).ToArray();
        var outputs = new List<ProtocolOutput>();
        if (asked.Outputs.Count == 0 || asked.Outputs.Contains(Label))
            outputs.Add(new ProtocolOutput(Label, Bytes, [features.Length], confidences.Select(c => served.Classifier.Classes[Ranking.Argmax<double>(c)].Name).ToArray()));
        if (asked.Outputs.Count == 0 || asked.Outputs.Contains(Probabilities))
            outputs.Add(new ProtocolOutput(Probabilities, Float, [features.Length, served.Classifier.Classes.Count], confidences.SelectMany(c => c).Select(p => (float)p).ToArray()));
        return Results.Json(new ProtocolInference(served.Name, served.Version, outputs, asked.Id), ServerJson.Answers.ProtocolInference);
    }

    static ProtocolModel Metadata(ServedClassifier served) => new(
        served.Name,
        [served.Version],
        "kronclip",
        [new ProtocolTensor(InferRequest.Input, Bytes, [-1])],
        [new ProtocolTensor(Label, Bytes, [-1]), new ProtocolTensor(Probabilities, Float, [-1, served.Classifier.Classes.Count])]);

    static ServedClassifier? Find(ClassifierStore store, string name, string? version) =>
        store.Current.TryGetValue(name, out var served) && (version is null || version == served.Version) ? served : null;

    static IResult Unknown(string name) => Error(StatusCodes.Status404NotFound, $"no model is called '{name}', or it has another version");
}
