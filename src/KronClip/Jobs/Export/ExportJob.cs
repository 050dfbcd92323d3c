using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Deployment;
using KronClip.Images;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// Writes a classifier as one ONNX file and works that file through on pictures: what comes out is held against the engine, and a file that answers otherwise is refused
/// before it takes its place.
/// </summary>
public sealed class ExportJob
{
    /// <summary>Largest difference of a probability that a file with fp32 weights may have.</summary>
    public const double LargestDifference = 1e-3;

    readonly ExportRequest request;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly List<string> notes = [];

    ExportJob(ExportRequest request, IJobObserver observer, CancellationToken cancel) => (this.request, this.observer, this.cancel) = (request, observer, cancel);

    /// <summary>Runs the job.</summary>
    /// <exception cref="ClassifierException">The file cannot be trusted, the head cannot be exported, or what was written does not answer as the engine does.</exception>
    /// <exception cref="KronClipException">Something cannot be used or written; see the message.</exception>
    public static ExportResult Run(ExportRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return new ExportJob(request, observer ?? SilentObserver.Instance, cancel).Run();
    }

    ExportResult Run()
    {
        RequirePlace();
        using var loaded = LoadedClassifier.Open(request.Classifier, request.Model, "", observer, cancel);
        var preprocessing = PreprocessOptions.FromJson(loaded.Classifier.Document.Preprocessing.Description.GetRawText(), request.Classifier);
        var graph = new ClassifierGraph(loaded.Classifier, loaded.Model.Checkpoint, preprocessing, request.Input, request.Precision);
        if (request.Input == OnnxInput.Image)
            notes.Add("Pictures go in upright: the EXIF orientation is applied by whoever decodes the file, if it is.");
        ExportCheck? check = null;
        AtomicFile.Write(request.Output, graph.Write, path => check = Check(path, loaded, preprocessing));
        var size = loaded.Model.Config.Vision.ImageSize;
        return new ExportResult(Path.GetFullPath(request.Output), new FileInfo(request.Output).Length, OnnxGraph.Opset,
            request.Input == OnnxInput.Image ? $"{ClassifierGraph.Image}: uint8 [batch, height, width, 3]" : $"{ClassifierGraph.Pixels}: float32 [batch, 3, {size}, {size}]",
            [ClassifierGraph.Probabilities, ClassifierGraph.Embedding], Weights(request.Precision), loaded.Classifier.Classes.Count, check!, notes);
    }

    /// <summary>A mistyped name must not take the place of a picture or of the classifier.</summary>
    void RequirePlace()
    {
        if (!request.Output.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            throw new OptionsException($"'{request.Output}' does not end in .onnx; give the ONNX file a name that does.");
        if (Directory.Exists(request.Output))
            throw new OptionsException($"'{request.Output}' is a folder; give a file's name.");
    }

    ExportCheck Check(string path, LoadedClassifier loaded, PreprocessOptions preprocessing)
    {
        var own = request.Check is null ? [] : CheckPictures.Of(request.Check, request, loaded.Classifier, preprocessing.Orientation, observer, cancel).ToArray();
        CheckPicture[] pictures = [.. CheckPictures.Drawn(), .. own];
        var measured = new ExportMeasurement(new OnnxEvaluator(OnnxFile.Read(path)), loaded, new Preprocessor(preprocessing), request.Input);
        observer.Begin("checking the file", pictures.Length, "pictures");
        foreach (var (number, picture) in pictures.Index())
        {
            cancel.ThrowIfCancellationRequested();
            measured.Add(picture, cancel);
            observer.Advance(number + 1);
        }
        observer.End();
        var check = measured.Result();
        Require(check, measured);
        return check;
    }

    /// <exception cref="ClassifierException">The file answers otherwise than the engine.</exception>
    void Require(ExportCheck check, ExportMeasurement measured)
    {
        var figures = FormattableString.Invariant(
            $"on {check.Pictures} pictures {check.Changed} answers differ, probabilities by up to {check.LargestDifference:g3}, and embeddings have a cosine of {check.LowestCosine:0.######} or more");
        if (request.Precision == OnnxPrecision.Single && (check.LargestDifference > LargestDifference || measured.Contradicted > 0))
            throw new ClassifierException($"The ONNX file does not answer as the engine does and was not kept: {figures}; probabilities may differ by {LargestDifference.ToString(System.Globalization.CultureInfo.InvariantCulture)} at most.");
        if (request.Precision != OnnxPrecision.Single && check.Changed > request.MostChanged * check.Pictures)
        {
            throw new ClassifierException($"With {Weights(request.Precision)} weights the ONNX file loses too much and was not kept: {figures}; "
                + FormattableString.Invariant($"{request.MostChanged:0.###%} of the answers may change. Export without it, or allow more with --most-changed."));
        }
    }

    static string Weights(OnnxPrecision precision) => precision switch { OnnxPrecision.Half => "fp16", OnnxPrecision.Int8 => "int8", _ => "fp32" };
}
