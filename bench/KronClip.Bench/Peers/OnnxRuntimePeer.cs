using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace KronClip.Bench.Peers;

/// <summary>An image tower in ONNX Runtime on the processor, fp32. Not thread-safe.</summary>
sealed class OnnxRuntimePeer : IDisposable
{
    readonly InferenceSession session;
    readonly RunOptions run = new();

    /// <summary>Loads a file written by <see cref="OnnxImageTower"/>.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="threads">Threads within an operator; operators run one after the other.</param>
    /// <param name="spinning">
    /// Whether threads without work go on looking for some while an image is encoded; they stop when it is done, so that they do not take the processor
    /// from what is timed next. ViT-B/16, two threads on two idle cores, batch 1 / 8: 8.3 / 8.5 images a second with it, 7.8 / 8.3 without. Where something
    /// else uses the cores it is the other way round (3.5 against 7.8). With one thread it makes no difference.
    /// </param>
    public OnnxRuntimePeer(string path, int threads, bool spinning = true)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        session = new InferenceSession(path, options);
    }

    /// <summary>Version of ONNX Runtime.</summary>
    public static string Version => OrtEnv.Instance().GetVersionString();

    /// <summary>Raw embeddings [batch×e] of <paramref name="pixels"/> [batch×3×S×S] into <paramref name="embeddings"/>. Returns the seconds of the run alone.</summary>
    public double Encode(float[] pixels, int batch, float[] embeddings)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(embeddings);
        var (input, output) = (session.InputNames[0], session.OutputNames[0]);
        using var given = OrtValue.CreateTensorValueFromMemory(pixels, Shape(session.InputMetadata[input].Dimensions, batch));
        using var made = OrtValue.CreateTensorValueFromMemory(embeddings, Shape(session.OutputMetadata[output].Dimensions, batch));
        var begin = Stopwatch.GetTimestamp();
        session.Run(run, [input], [given], [output], [made]);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    static long[] Shape(int[] dimensions, int batch) => [batch, .. dimensions[1..].Select(size => (long)size)];

    /// <inheritdoc/>
    public void Dispose()
    {
        run.Dispose();
        session.Dispose();
    }
}
