using System.Text.Json;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Tests.Clip;
using KronClip.Training;

namespace KronClip.Tests.Methods;

/// <summary>
/// One golden prompt-learning run: class tokens, cached image features, the four batches, and the published trajectory of 20 steps
/// (SGD 0.002, momentum 0.9, weight decay 5e-4, cosine over 5 epochs with one constant warm-up epoch).
/// </summary>
sealed class PromptGolden : IDisposable
{
    const int BatchesPerEpoch = 4;
    readonly JsonDocument json;

    public PromptGolden(string folder, string name, Engine? engine = null)
    {
        Name = $"{folder}/{name}";
        Model = TinyClip.Vit(engine ?? Engine.Default);
        Tensors = new GoldenTensors(folder, name + ".safetensors");
        json = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden(folder, name + ".json")));
        ContextWords = json.RootElement.TryGetProperty("n_ctx", out var m) ? m.GetInt32() : json.RootElement.GetProperty("M").GetInt32();
        Classes = ReadClasses();
    }

    /// <summary>For methods that ask no teacher.</summary>
    public static Lazy<Matrix> NoTeacher => new(() => throw new InvalidOperationException("This method was not to ask for hand-written class embeddings."));

    public string Name { get; }

    public TinyClip Model { get; }

    public GoldenTensors Tensors { get; }

    public int ContextWords { get; }

    /// <summary>
    /// Runs with a context per class amplify rounding: with losses up to 34, one unit in the last place of the initial context moves the 20 losses of
    /// coop_front_csc by up to 7e-4 (shared contexts: 9e-6), and the published fp32 run is 1.8e-4 from its own float64 twin. After the first step their tolerances are wider.
    /// </summary>
    public bool ClassSpecific => Tensors.Names.Contains("init.ctx") && Tensors.Shape("init.ctx").Length == 3;

    public IReadOnlyList<ClassTokens> Classes { get; }

    public (Matrix Features, int[] Labels) Batch(int batch)
    {
        var width = Tensors.Shape("image_features")[2];
        var size = Tensors.Shape("image_features")[1];
        return (new Matrix(size, width, Tensors.Floats("image_features")[(batch * size * width)..((batch + 1) * size * width)]),
            Tensors.Ints("labels")[(batch * size)..((batch + 1) * size)]);
    }

    double[] Trajectory(string name) => json.RootElement.GetProperty("traj").GetProperty(name).EnumerateArray().Select(x => x.GetDouble()).ToArray();

    /// <summary>What methods are built from here, without a tokenizer.</summary>
    public PromptSetup Setup(Lazy<Matrix>? teacher = null) => new(Model.Text, null!, Classes.Count, Seed: 1, new TokenDictionaries("tiny", null), teacher ?? NoTeacher);

    /// <summary>Hand-written class embeddings of the file, L2-normalised.</summary>
    public Lazy<Matrix> Teacher(string name)
    {
        var shape = Tensors.Shape(name);
        var teacher = new Matrix(shape[0], shape[1], Tensors.Floats(name));
        RowNorm.Forward(Engine.Default, teacher, teacher);
        return new Lazy<Matrix>(teacher);
    }

    /// <summary>Runs the 20 steps and compares each loss with the published one; with several, each by its own name.</summary>
    public void AssertTrajectory(PromptLearner learner, PromptMethod method, params string[] names)
    {
        if (names.Length == 0)
            names = ["loss"];

        var optimiser = Optimiser.Create(OptimiserOptions.Sgd);
        var schedule = new LearningRateSchedule(new ScheduleOptions(), 0.002, epochs: 5);
        var (losses, rates) = (names.Select(_ => new float[5 * BatchesPerEpoch]).ToArray(), Trajectory("lr"));
        for (var epoch = 0; epoch < 5; epoch++)
        {
            for (var b = 0; b < BatchesPerEpoch; b++)
            {
                var (features, labels) = Batch(b);
                var terms = learner.LossAndGradient(features, labels);
                Assert.Equal(names.Length, terms.Count);
                for (var t = 0; t < names.Length; t++)
                    losses[t][epoch * BatchesPerEpoch + b] = (float)terms[t].Value;
                Assert.Equal(rates[epoch * BatchesPerEpoch + b], schedule.At(epoch), 1e-12);
                optimiser.Step(method.Parameters, schedule.At(epoch));
            }
        }
        for (var t = 0; t < names.Length; t++)
            Closeness.AssertClose(losses[t], Trajectory($"{names[t]}.f64"), ClassSpecific ? 2e-3 : 1e-4, $"{Name} trajectory of 20 values of {names[t]}");
    }

    /// <summary>Logits of all 24 images with the parameters as they are, [24×C].</summary>
    public Matrix AllLogits(PromptLearner learner)
    {
        var g = learner.ClassEmbeddings();
        var shape = Tensors.Shape("image_features");
        var f = new Matrix(shape[0] * shape[1], shape[2], Tensors.Floats("image_features"));
        RowNorm.Forward(Engine.Default, f, f);
        var logits = new Matrix(f.Rows, g.Rows);
        Product.Multiply(Engine.Default, f, g, logits, transposeB: true, alpha: (float)Model.LogitScale);
        return logits;
    }

    IReadOnlyList<ClassTokens> ReadClasses()
    {
        var lengths = json.RootElement.TryGetProperty("name_lens", out var lens) ? lens.EnumerateArray().Select(x => x.GetInt32()).ToArray() : null;
        return Tensors.Ints("tokenized_prompts").Chunk(77).Select((row, c) =>
        {
            var nameAndStop = row[(1 + ContextWords)..Array.IndexOf(row, 49407)];
            return new ClassTokens(nameAndStop, Math.Min(lengths?[c] ?? nameAndStop.Length - 1, nameAndStop.Length));
        }).ToArray();
    }

    public void Dispose()
    {
        Model.Dispose();
        json.Dispose();
    }
}
