using KronClip.Bench.Models;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Bench.Peers;

/// <summary>Whether the peers compute what KronClip computes, at full size (a random ViT-B/16): otherwise there is nothing to be timed against.</summary>
static class PeerCheck
{
    const double Limit = 1e-5;

    /// <summary>Prints the differences. Returns 0 where all are small, else 1.</summary>
    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("kronclip-peers-");
        try
        {
            FullSizeModels.WriteVit(folder.FullName, FullSizeFormat.OpenAi);
            using var weights = ClipCheckpoint.Open(folder.FullName);
            var differences = new List<double> { ImageTowers(weights, Path.Combine(folder.FullName, "image.onnx")) };
            if (PyTorchPeer.WhyNotAvailable is { } reason)
                Console.WriteLine($"PyTorch: not available: {reason}");
            else
                differences.AddRange(Steps(weights, Path.Combine(folder.FullName, "model.safetensors")));
            return differences.TrueForAll(difference => difference < Limit) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static double ImageTowers(ClipCheckpoint weights, string onnx)
    {
        const int images = 2;
        var config = (VisionTransformerConfig)weights.Config.Vision;
        var pixels = Random(images, 3 * config.ImageSize * config.ImageSize, "pixels");
        OnnxImageTower.Write(weights, onnx);
        using var peer = new OnnxRuntimePeer(onnx, threads: 2);
        var embeddings = new float[images * weights.Config.EmbeddingWidth];
        peer.Encode(pixels.Data, images, embeddings);
        using var tower = new VisionTransformer(new Engine(Engine.Widest, 2), weights, config, weights.Config.EmbeddingWidth);
        var difference = Difference(embeddings, tower.Encode(pixels).Data);
        Console.WriteLine(FormattableString.Invariant($"ONNX Runtime {OnnxRuntimePeer.Version}, image embeddings: {difference:0.0e0}"));
        return difference;
    }

    static IEnumerable<double> Steps(ClipCheckpoint weights, string file)
    {
        const int words = 4, batch = 8, start = 49406, end = 49407;
        int[][] names = [[320, 269], [1929, 269], [2368, 2533, 269], [1000, 2000, 3000, 269], [530, 518, 1125, 2368, 269]];
        using var text = new TextTower(new Engine(Engine.Widest, 2), weights, weights.Config.Text, weights.Config.EmbeddingWidth, start, end);
        var scale = Math.Exp(weights.Read("logit_scale")[0]);
        var (context, images) = (Random(words, text.Width, "context", 0.02f), Random(batch, text.EmbeddingWidth, "images"));
        var labels = Enumerable.Range(0, batch).Select(i => i % names.Length).ToArray();
        var method = new GivenContext(context);
        var learner = new PromptLearner(text, method, PromptLayout.Packed(text, names.Select(name => new ClassTokens(name, name.Length - 1)).ToArray(), words), scale);
        var loss = learner.LossAndGradient(images, labels)[0].Value;
        var features = learner.ClassEmbeddings().Data;

        using var peer = new PyTorchPeer(threads: 2, file);
        Console.WriteLine(peer.Hello());
        foreach (var form in new[] { "published", "cut" })
        {
            peer.Prepare(new("coop", form, context.Data, words, names, start, end, images.Data, labels));
            var (_, peerLoss) = peer.Step();
            var (peerFeatures, peerGradient) = peer.Result();
            double[] differences =
                [Difference(peerFeatures, features), Difference(peerGradient, method.Parameters[0].Gradient), Math.Abs(peerLoss - loss) / Math.Abs(loss)];
            Console.WriteLine(FormattableString.Invariant(
                $"PyTorch, {form}: class embeddings {differences[0]:0.0e0}, gradient {differences[1]:0.0e0}, loss {differences[2]:0.0e0}"));
            foreach (var difference in differences)
                yield return difference;
        }
    }

    static Matrix Random(int rows, int columns, string stream, float scale = 1)
    {
        var (random, matrix) = (new SeededRandom(1, stream), new Matrix(rows, columns));
        for (var i = 0; i < matrix.Data.Length; i++)
            matrix.Data[i] = scale * (float)random.NextGaussian();
        return matrix;
    }

    /// <summary>‖a - b‖/‖b‖.</summary>
    static double Difference(float[] actual, float[] expected) =>
        Math.Sqrt(actual.Zip(expected, (a, b) => ((double)a - b) * ((double)a - b)).Sum() / expected.Sum(b => (double)b * b));
}
