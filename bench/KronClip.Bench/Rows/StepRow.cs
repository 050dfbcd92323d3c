using System.Globalization;
using KronClip.Bench.Measuring;
using KronClip.Bench.Models;
using KronClip.Bench.Peers;
using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Bench.Rows;

/// <summary>A CoOp step at full size: KronClip's packed form, its own 77-position form, and PyTorch's published step, in turns.</summary>
sealed class StepRow : IBenchRow
{
    const long WholeFormBudget = 16L << 30;    // the 77-position form keeps all it needs, as PyTorch does

    public string Name => "step";

    public string What => "a training step of 10, 50 and 100 classes against the published step";

    public IEnumerable<BenchTable> Run(BenchSettings settings)
    {
        using var weights = ClipCheckpoint.Open(BenchModels.VitB(16));
        var threads = settings.Threads;
        var single = new Engine(Engine.Widest, 1, WholeFormBudget);
        var several = new Engine(Engine.Widest, threads, WholeFormBudget);
        using var singleText = BenchModels.Text(single, weights);
        using var text = BenchModels.Text(several, weights);
        using var peer = PyTorchPeer.WhyNotAvailable is null ? new PyTorchPeer(threads, BenchModels.WeightFile(weights.Folder)) : null;

        var times = new BenchTable(string.Create(CultureInfo.InvariantCulture, $"A training step, forward and backward ({threads} threads, batch 32, ViT-B/16's text tower)"),
            ["classes", "M", "KronClip", "KronClip, 77 positions", "PyTorch, published", "PyTorch, cut to the longest name", "published / KronClip", "of which arithmetic", "of which kernels", "cut / KronClip"],
            "published / KronClip is the product of its two parts: how many times fewer multiply-adds the packed form needs, and how many more of them KronClip does in a second.",
            "“cut” is the published step with as many positions as the longest name of the list needs instead of 77, which no published repository does.");
        var shares = new BenchTable("What the step makes of the machine",
            ["classes", "M", "rows", "multiply-adds, 77 positions / packed", "time, 77 positions / packed", "share reached", "of peak, 1 thread", string.Create(CultureInfo.InvariantCulture, $"of peak, {threads} threads"), string.Create(CultureInfo.InvariantCulture, $"{threads} threads over 1")],
            "Both forms run on KronClip's own kernels. Peak: the multiply-adds that the same threads do in registers alone, measured in the same round. Only multiply-adds of products and attention count as work; norms, activations and softmax are time without work.");
        var differences = new BenchTable("The same results",
            ["classes", "M", "features against 77 positions", "gradient against 77 positions", "features against PyTorch", "gradient against PyTorch"],
            "‖a - b‖/‖b‖ of all class embeddings, and of the gradient of the context words.");
        var curves = new Dictionary<string, List<(double, double)>> { ["KronClip, M = 4"] = [], ["KronClip, M = 16"] = [], ["PyTorch published, M = 4"] = [], ["PyTorch cut, M = 4"] = [] };

        foreach (var contextWords in new[] { 4, 16 })
        {
            foreach (var classes in settings.Quick ? [10] : new[] { 10, 50, 100 })
            {
                BenchSettings.Say(string.Create(CultureInfo.InvariantCulture, $"step of {classes} classes, M = {contextWords}"));
                var step = new StepCase(weights, classes, contextWords);
                var (own, ownSingle, whole) = (step.Runner(text), step.Runner(singleText), step.Runner(text, whole: true));
                var layout = step.Layout(text);
                var (few, many) = (StepArithmetic.Packed(weights.Config.Text, text.EmbeddingWidth, layout), StepArithmetic.Whole(weights.Config.Text, text.EmbeddingWidth, classes));
                double Peer(string form)
                {
                    if (peer is null)
                        return double.NaN;
                    peer.Prepare(step.Peer("coop", form));
                    return PyTorchPeer.Turn(peer);
                }
                var timing = new SideBySide()
                    .AddTurn("own", own.Run).Add("peak", () => few / MultiplyAddPeak.Measure(several))
                    .AddTurn("own single", ownSingle.Run).Add("peak of one", () => few / MultiplyAddPeak.Measure(single))
                    .AddTurn("whole", whole.Run).Add("published", () => Peer("published")).Add("cut", () => Peer("cut"))
                    .Run(settings.Rounds(0.09 * classes), warmUp: 1);
                var (gain, arithmetic) = (timing.Ratio("published", "own"), many / few);
                times.Add(Text.Whole(classes), Text.Whole(contextWords), Text.Milliseconds(timing.Seconds("own")), Text.Milliseconds(timing.Seconds("whole")), Text.Milliseconds(timing.Seconds("published")),
                    Text.Milliseconds(timing.Seconds("cut")), Text.Times(gain), Text.Times(arithmetic), Text.Times(gain / arithmetic), Text.Times(timing.Ratio("cut", "own")));
                var formRatio = timing.Ratio("whole", "own");
                shares.Add(Text.Whole(classes), Text.Whole(contextWords), Text.Whole(layout.Sequences.Rows), Text.Times(arithmetic), Text.Times(formRatio), Text.Percent(formRatio / arithmetic),
                    Text.Percent(timing.Ratio("peak of one", "own single")), Text.Percent(timing.Ratio("peak", "own")), Text.Ratio(timing.Ratio("own single", "own")));
                curves[$"KronClip, M = {contextWords}"].Add((classes, timing.Seconds("own")));
                if (contextWords == 4 && peer is not null)
                {
                    curves["PyTorch published, M = 4"].Add((classes, timing.Seconds("published")));
                    curves["PyTorch cut, M = 4"].Add((classes, timing.Seconds("cut")));
                }
                differences.Add([Text.Whole(classes), Text.Whole(contextWords), .. Differences(own, whole, peer, step)]);
            }
        }
        if (!settings.Quick)
            times.Plots.Add(new BenchPlot("step", "A training step", "classes", "seconds", [.. curves.Where(c => c.Value.Count > 0).Select(c => (c.Key, (IReadOnlyList<(double, double)>)c.Value))]));
        yield return times;
        yield return shares;
        yield return differences;
    }

    static string[] Differences(StepRunner own, StepRunner whole, PyTorchPeer? peer, StepCase step)
    {
        own.Run();
        whole.Run();
        var (gradient, features) = (own.Gradient(), own.Features());
        string[] first = [Text.Error(StepCase.Difference(features, whole.Features())), Text.Error(StepCase.Difference(gradient, whole.Gradient()))];
        if (peer is null)
            return [.. first, "–", "–"];
        peer.Prepare(step.Peer("coop", "published"));
        peer.Step();
        var (peerFeatures, peerGradient) = peer.Result();
        return [.. first, Text.Error(StepCase.Difference(features, peerFeatures)), Text.Error(StepCase.Difference(gradient, peerGradient))];
    }
}
