using System.Globalization;
using KronClip.Bench.Measuring;
using KronClip.Bench.Models;
using KronClip.Bench.Peers;
using KronClip.Checkpoints;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Bench.Rows;

/// <summary>CK-CoOp's own arithmetic within a step, and its step against the published ProGrad step.</summary>
sealed class MethodRow : IBenchRow
{
    public string Name => "methods";

    public string What => "CK-CoOp's own arithmetic, and its step against the published ProGrad step";

    public IEnumerable<BenchTable> Run(BenchSettings settings)
    {
        using var weights = ClipCheckpoint.Open(BenchModels.VitB(16));
        var engine = new Engine(Engine.Widest, settings.Threads);
        using var text = BenchModels.Text(engine, weights);
        using var peer = PyTorchPeer.WhyNotAvailable is null ? new PyTorchPeer(settings.Threads, BenchModels.WeightFile(weights.Folder)) : null;
        var table = new BenchTable(string.Create(CultureInfo.InvariantCulture, $"CK-CoOp (M = 4, K = 512, factors 16×32 ⊗ 32×16) against ProGrad (M = 16), {settings.Threads} threads"),
            ["classes", "CK-CoOp step", "its own arithmetic", "share of the step", "ProGrad, PyTorch, published", "ProGrad / CK-CoOp", "M = 16 against M = 4, KronClip"],
            "Its own arithmetic: V = W (D + A1 ⊗ A2) without ever forming the Kronecker product, and all gradients of W, A1 and A2 from that of V.",
            "ProGrad's step has two losses and so two backward passes through the tower. On one engine that alone makes 3 units of work against 2, which explains a third of what the paper's “up to 75 % less training time” claims; more context words add little (last column). The rest of the ratio here is the engine.");
        foreach (var classes in settings.Quick ? [10] : new[] { 10, 50, 100 })
        {
            BenchSettings.Say(string.Create(CultureInfo.InvariantCulture, $"CK-CoOp and ProGrad, {classes} classes"));
            var (step, sixteen) = (new StepCase(weights, classes, 4), new StepCase(weights, classes, 16));
            var method = new CkCoOp(engine, StepCase.Normal(512, text.Width, "dictionary", 0.02f), 4, [[16, 32], [32, 16]]);
            foreach (var parameter in method.Parameters)
                StepCase.Normal(1, parameter.Count, parameter.Name, 0.05f).Span.CopyTo(parameter.Values);
            var own = new StepRunner(step, method, new PromptLearner(text, method, step.Layout(text), step.Scale));
            var (v, dV) = (new Matrix(4, text.Width), StepCase.Normal(4, text.Width, "dV", 1));
            if (peer is not null)
            {
                peer.Prepare(sixteen.Peer("prograd", "published"));
                peer.Step();
            }
            const int repeats = 50;
            var timing = new SideBySide().AddTurn("step", own.Run)
                .Add("own", () =>
                {
                    var begin = System.Diagnostics.Stopwatch.GetTimestamp();
                    for (var i = 0; i < repeats; i++)
                    {
                        method.Context([], v);
                        method.ContextGradient([], dV);
                    }
                    return System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalSeconds / repeats;
                })
                .AddTurn("four", step.Runner(text).Run).AddTurn("sixteen", sixteen.Runner(text).Run)
                .Add("prograd", () => PyTorchPeer.Turn(peer))
                .Run(settings.Rounds(0.15 * classes), warmUp: 1);
            table.Add(Text.Whole(classes), Text.Milliseconds(timing.Seconds("step")), Text.Milliseconds(timing.Seconds("own")), Text.PercentFine(timing.Seconds("own") / timing.Seconds("step")),
                Text.Milliseconds(timing.Seconds("prograd")), Text.Times(timing.Ratio("prograd", "step")), Text.Ratio(timing.Ratio("sixteen", "four")));
        }
        yield return table;
    }
}
