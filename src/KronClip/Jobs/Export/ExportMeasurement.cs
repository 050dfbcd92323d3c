using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Deployment;

namespace KronClip.Jobs;

/// <summary>Works pictures through a written file and through the engine, and keeps what differs.</summary>
sealed class ExportMeasurement(OnnxEvaluator file, LoadedClassifier loaded, Preprocessor preprocessor, OnnxInput input)
{
    int pictures, changed, labelled, right, engineRight;
    double difference;
    double cosine = 1;

    /// <summary>Pictures whose answer differs although the engine's two likeliest classes are further apart than the file may be off.</summary>
    public int Contradicted { get; private set; }

    public void Add(CheckPicture picture, CancellationToken cancel)
    {
        var pixels = new Matrix(1, preprocessor.Length);
        preprocessor.Process(picture.Picture, pixels.Row(0));
        var feature = loaded.Model.Image.Encode(pixels).Row(0).ToArray();
        var expected = loaded.Classifier.Confidences(feature);
        var size = preprocessor.Options.CropSize;
        var (name, tensor) = input == OnnxInput.Floats
            ? (ClassifierGraph.Pixels, OnnxTensor.Of([1, 3, size, size], pixels.Row(0).ToArray()))
            : (ClassifierGraph.Image, OnnxTensor.Of([1, picture.Picture.Height, picture.Picture.Width, 3], Array.ConvertAll(Rgb(picture), sample => (float)sample)));
        var outputs = file.Run(new Dictionary<string, OnnxTensor> { [name] = tensor }, cancel);
        var given = outputs[ClassifierGraph.Probabilities].Floats;

        pictures++;
        for (var c = 0; c < given.Length; c++)
            difference = Math.Max(difference, double.IsFinite(given[c]) ? Math.Abs(given[c] - expected[c]) : double.PositiveInfinity);
        cosine = Math.Min(cosine, Directions.Cosine(feature, outputs[ClassifierGraph.Embedding].Floats));
        var (best, answer) = (Ranking.Argmax<double>(expected), Array.IndexOf(given, given.Max()));
        if (answer != best)
        {
            changed++;
            if (expected[best] - expected[answer] > 2 * ExportJob.LargestDifference)
                Contradicted++;
        }
        if (picture.Label is not { } label)
            return;
        labelled++;
        right += answer == label ? 1 : 0;
        engineRight += best == label ? 1 : 0;
    }

    public ExportCheck Result() => new(pictures, changed, difference, cosine, labelled, labelled > 0 ? right / (double)labelled : null, labelled > 0 ? engineRight / (double)labelled : null);

    byte[] Rgb(CheckPicture picture) => (preprocessor.Options.ScaleDeepGray ? picture.Picture.WithScaledGray() : picture.Picture).ToRgb();
}
