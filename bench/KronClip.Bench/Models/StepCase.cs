using KronClip.Bench.Peers;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Bench.Models;

/// <summary>One training step's input, the same for all who are timed on it: classes, context words, a batch of image embeddings and labels.</summary>
sealed class StepCase
{
    /// <summary>The published batch; with cached images a step's cost hardly depends on it.</summary>
    public const int PublishedBatch = 32;

    public StepCase(ClipCheckpoint weights, int classes, int contextWords, int batch = PublishedBatch)
    {
        (Weights, ClassCount, ContextWords) = (weights, classes, contextWords);
        Context = Normal(contextWords, weights.Config.Text.Width, "context", 0.02f);
        Images = Normal(batch, weights.Config.EmbeddingWidth, "images", 1);
        Labels = Enumerable.Range(0, batch).Select(i => i * 7 % classes).ToArray();
        Scale = Math.Exp(weights.Read("logit_scale")[0]);
    }

    public ClipCheckpoint Weights { get; }

    public int ClassCount { get; }

    public int ContextWords { get; }

    /// <summary>V, [M×d].</summary>
    public Matrix Context { get; }

    /// <summary>[B×e].</summary>
    public Matrix Images { get; }

    public int[] Labels { get; }

    public double Scale { get; }

    /// <summary>The packed prompts, or the published 77 positions.</summary>
    public PromptLayout Layout(TextTower text, bool whole = false) =>
        whole ? PromptLayout.Padded(text, BenchNames.Classes(ClassCount), ContextWords) : PromptLayout.Packed(text, BenchNames.Classes(ClassCount), ContextWords);

    /// <summary>A learner of the context itself.</summary>
    public StepRunner Runner(TextTower text, bool whole = false)
    {
        var method = new GivenContext(Context);
        return new StepRunner(this, method, new PromptLearner(text, method, Layout(text, whole), Scale));
    }

    /// <summary>The same for PyTorch.</summary>
    public PyTorchStep Peer(string method, string form) => new(
        method, form, Context.Data, ContextWords, BenchNames.Take(ClassCount), BenchModels.StartToken, BenchModels.EndToken, Images.Data, Labels,
        method == "prograd" ? Normal(ClassCount, Images.Columns, "zero-shot", 1).Data : null);

    public static Matrix Normal(int rows, int columns, string stream, float deviation)
    {
        var (random, matrix) = (new SeededRandom(1, stream), new Matrix(rows, columns));
        for (var i = 0; i < matrix.Data.Length; i++)
            matrix.Data[i] = deviation * (float)random.NextGaussian();
        return matrix;
    }

    /// <summary>‖a - b‖ / ‖b‖.</summary>
    public static double Difference(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        var (difference, norm) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            difference += ((double)actual[i] - expected[i]) * ((double)actual[i] - expected[i]);
            norm += (double)expected[i] * expected[i];
        }
        return Math.Sqrt(difference / norm);
    }
}

/// <summary>A step that can be run again and again.</summary>
sealed class StepRunner(StepCase step, PromptMethod method, PromptLearner learner)
{
    /// <summary>One step: tower forward, loss, backward to the learned numbers.</summary>
    public void Run() => learner.LossAndGradient(step.Images, step.Labels);

    /// <summary>Class embeddings of the context, normalised.</summary>
    public float[] Features() => learner.ClassEmbeddings().Span.ToArray();

    /// <summary>The gradient of the first parameter after <see cref="Run"/>.</summary>
    public float[] Gradient() => [.. method.Parameters[0].Gradient];
}
