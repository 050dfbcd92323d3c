using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Checkpoints;
using KronClip.Classifiers;
using KronClip.Clip;

namespace KronClip.Deployment;

/// <summary>
/// A whole classifier as one graph: picture → (preprocessing) → image tower → head → softmax(logits / T). Outputs are "probabilities" [B×C] and "embedding" [B×e],
/// the normalised image embedding. Class names, calibration, model and preprocessing travel in the metadata.
/// </summary>
sealed class ClassifierGraph
{
    /// <summary>Name of the output with the class probabilities.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>Name of the output with the normalised embedding.</summary>
    public const string Embedding = "embedding";

    /// <summary>Name of the input of uint8 pictures.</summary>
    public const string Image = "image";

    /// <summary>Name of the input of normalised pixels.</summary>
    public const string Pixels = "pixels";

    readonly OnnxGraph graph = new();
    readonly Classifier classifier;
    readonly ClipConfig config;
    readonly OnnxInput input;
    readonly OnnxPrecision precision;

    /// <summary>Puts the nodes together; weights are read when the file is written.</summary>
    /// <exception cref="ClassifierException">The head cannot be exported.</exception>
    /// <exception cref="OptionsException">The preprocessing cannot be exported.</exception>
    public ClassifierGraph(Classifier classifier, ClipCheckpoint checkpoint, PreprocessOptions preprocessing, OnnxInput input, OnnxPrecision precision)
    {
        (this.classifier, config, this.input, this.precision) = (classifier, checkpoint.Config, input, precision);
        var pixels = input == OnnxInput.Image ? new OnnxPreprocessing(graph, preprocessing).Pixels(Image) : Pixels;
        var weights = new OnnxWeights(graph, checkpoint, precision);
        var raw = config.Vision switch
        {
            VisionTransformerConfig vit => new OnnxVisionTransformer(graph, weights, vit).Embeddings(pixels),
            ResNetConfig resnet => new OnnxResNet(graph, weights, checkpoint, resnet).Embeddings(pixels),
            var other => throw new CheckpointException($"An image tower of kind {other.GetType().Name} cannot be exported."),
        };
        var feature = graph.Named(Embedding, "Div", [raw, graph.Node("ReduceL2", [raw, graph.Integers(1)], ("keepdims", 1L))]);         // f = x / ‖x‖
        var logits = new OnnxHead(graph, classifier.Document.LogitScale).Logits(classifier.Head, feature);
        graph.Named(Probabilities, "Softmax", [graph.Node("Div", [logits, graph.Number(classifier.Document.Calibration.Temperature)])], ("axis", -1L));
    }

    /// <summary>Writes the file.</summary>
    public void Write(Stream file)
    {
        var size = config.Vision.ImageSize;
        var taken = input == OnnxInput.Image
            ? new OnnxValue(Image, OnnxElement.Uint8, ["batch", "height", "width", 3])
            : new OnnxValue(Pixels, OnnxElement.Float, ["batch", 3, size, size]);
        graph.Write(file, "KronClip classifier", [taken],
        [
            new OnnxValue(Probabilities, OnnxElement.Float, ["batch", classifier.Classes.Count]),
            new OnnxValue(Embedding, OnnxElement.Float, ["batch", config.EmbeddingWidth]),
        ], Metadata());
    }

    /// <summary>What a program needs to know beside the numbers; all texts, lists as JSON.</summary>
    KeyValuePair<string, string>[] Metadata()
    {
        var document = classifier.Document;
        static string Json(IEnumerable<string> values) => new JsonArray([.. values.Select(value => JsonValue.Create(value))]).ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return
        [
            new("kronclip.classes", Json(classifier.Classes.Select(c => c.Name))),
            new("kronclip.folders", Json(classifier.Classes.Select(c => c.Folder))),
            new("kronclip.temperature", document.Calibration.Temperature.ToString("R", CultureInfo.InvariantCulture)),
            new("kronclip.unknownBelow", document.Calibration.UnknownBelow?.ToString("R", CultureInfo.InvariantCulture) ?? ""),
            new("kronclip.input", input == OnnxInput.Image ? "uint8 RGB, [batch, height, width, 3], any size; preprocessing is in the file" : "fp32, normalised as kronclip.preprocessing says, [batch, 3, S, S]"),
            new("kronclip.preprocessing", document.Preprocessing.Description.GetRawText()),
            new("kronclip.weights", precision switch { OnnxPrecision.Half => "fp16", OnnxPrecision.Int8 => "int8", _ => "fp32" }),
            new("kronclip.method", document.Method.Name),
            new("kronclip.baseModel", document.BaseModel.Name),
            new("kronclip.baseModelHash", document.BaseModel.ContentHash),
            new("kronclip.classifierHash", document.ContentHash ?? ""),
            new("kronclip.dataFingerprint", document.DataFingerprint ?? ""),
            new("kronclip.version", Library.Version),
        ];
    }
}
