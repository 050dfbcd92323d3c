using System.Globalization;
using System.Runtime.InteropServices;
using KronClip.Bench.Measuring;

namespace KronClip.Bench.Peers;

/// <summary>
/// The published training step in PyTorch (bench/peers/published_step.py), in a process of its own with which single steps can be interleaved.
/// Not thread-safe.
/// </summary>
sealed class PyTorchPeer : IDisposable
{
    readonly JsonLineProcess process;
    readonly DirectoryInfo folder;

    /// <summary>Starts the process.</summary>
    /// <param name="threads">Threads for PyTorch and its products.</param>
    /// <param name="weights">A safetensors file under OpenAI's names; null where only products are timed.</param>
    /// <exception cref="InvalidOperationException">There is no PyTorch: ask <see cref="WhyNotAvailable"/> first.</exception>
    public PyTorchPeer(int threads, string? weights = null)
    {
        if (PyTorchPlace.Python is not { } python)
            throw new InvalidOperationException(PyTorchPlace.WhyNone);
        string[] file = weights is null ? [] : ["--weights", weights];
        process = new JsonLineProcess(python, ["-B", PyTorchPlace.Script, "--threads", threads.ToString(CultureInfo.InvariantCulture), .. file]);
        folder = Directory.CreateTempSubdirectory("kronclip-peer-");
    }

    /// <summary>Null where the peer can be started, else the reason.</summary>
    public static string? WhyNotAvailable => PyTorchPlace.Python is null ? PyTorchPlace.WhyNone : null;

    /// <summary>Versions and settings, for the report.</summary>
    public PyTorchVersion Hello()
    {
        var answer = process.Ask(new { @do = "hello" });
        return new(
            answer.GetProperty("torch").GetString()!,
            answer.GetProperty("blas").GetString()!,
            answer.GetProperty("vector").GetString()!,
            answer.GetProperty("threads").GetInt32(),
            answer.GetProperty("fused").GetBoolean());
    }

    /// <summary>Sets up what the next steps are made on. Returns the number of positions per prompt.</summary>
    public int Prepare(PyTorchStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return process.Ask(new
        {
            @do = "prepare",
            method = step.Method,
            form = step.Form,
            context = step.Context.Chunk(step.Context.Length / step.ContextWords),
            classes = step.Classes,
            start = step.StartToken,
            end = step.EndToken,
            features = Write("images", step.Features),
            labels = step.Labels,
            zeroshot = step.ZeroShot is null ? null : Write("zeroshot", step.ZeroShot),
        }).GetProperty("positions").GetInt32();
    }

    /// <summary>
    /// Makes one step, whose rate is 0, and returns its seconds as measured in the process, and its cross-entropy. The first one after
    /// <see cref="Prepare"/> also brings memory in and takes twice as long: leave it out of what is timed.
    /// </summary>
    public (double Seconds, double Loss) Step()
    {
        var answer = process.Ask(new { @do = "step" });
        return (answer.GetProperty("seconds").GetDouble(), answer.GetProperty("loss").GetDouble());
    }

    /// <summary>A turn beside others (<see cref="SideBySide.AddTurn"/>): one step untimed, then as many as fill the turn; their mean seconds, or NaN where there is no peer.</summary>
    public static double Turn(PyTorchPeer? peer)
    {
        if (peer is null)
            return double.NaN;
        peer.Step();
        var seconds = SideBySide.Turn(() => peer.Step().Seconds);
        SideBySide.LetThreadsRest();
        return seconds;
    }

    /// <summary>Normalised class embeddings [C×e] and gradient of the context [M×d] of the last step.</summary>
    public (float[] Features, float[] Gradient) Result()
    {
        var (features, gradient) = (PathOf("features"), PathOf("gradient"));
        process.Ask(new { @do = "result", features, gradient });
        return (Read(features), Read(gradient));
    }

    /// <summary>Times the product [rows×inner]·[inner×columns] <paramref name="repeats"/> times, after one that is not counted.</summary>
    public PyTorchProduct Product(int rows, int inner, int columns, int repeats)
    {
        var answer = process.Ask(new { @do = "product", rows, inner, columns, repeats });
        SideBySide.LetThreadsRest();
        return new(answer.GetProperty("seconds").GetDouble(), answer.GetProperty("best").GetDouble(), answer.GetProperty("form").GetString()!);
    }

    /// <summary>Peak resident set of the process since it began, in bytes.</summary>
    public long Memory() => process.Ask(new { @do = "memory" }).GetProperty("bytes").GetInt64();

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        process.Dispose();
        folder.Delete(recursive: true);
    }

    string PathOf(string name) => Path.Combine(folder.FullName, name);

    string Write(string name, float[] numbers)
    {
        File.WriteAllBytes(PathOf(name), MemoryMarshal.AsBytes<float>(numbers));
        return PathOf(name);
    }

    static float[] Read(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
}
