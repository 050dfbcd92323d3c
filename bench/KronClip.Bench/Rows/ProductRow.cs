using System.Globalization;
using KronClip.Bench.Measuring;
using KronClip.Bench.Peers;
using KronClip.Compute;

namespace KronClip.Bench.Rows;

/// <summary>The matrix product alone at the shapes of a step, against the peak and PyTorch's product. Twelve sets of weights take turns, as in a tower.</summary>
sealed class ProductRow : IBenchRow
{
    const int Sets = 12;

    static readonly (int Rows, int Inner, int Columns, string Where)[] Shapes =
    [
        (203, 512, 1536, "in_proj, 50 classes"), (203, 512, 512, "out_proj, 50 classes"), (203, 512, 2048, "c_fc, 50 classes"), (203, 2048, 512, "c_proj, 50 classes"),
        (45, 512, 2048, "c_fc, 10 classes"), (960, 512, 1536, "in_proj, a whole chunk"), (960, 2048, 512, "c_proj, a whole chunk"), (1576, 768, 3072, "c_fc of ViT-B/16, 8 images"),
    ];

    public string Name => "product";

    public string What => "the matrix product alone, against the multiply-add peak and PyTorch's";

    public IEnumerable<BenchTable> Run(BenchSettings settings)
    {
        var table = new BenchTable("The product alone", ["threads", "rows × in × out", "where", "KronClip, as in a tower", "of peak", "KronClip, in cache", "of peak", "PyTorch (OpenBLAS), in cache", "KronClip / PyTorch"],
            "Both multiply the same shapes in turns; KronClip's weights are packed once, before. As in a tower: twelve sets of weights and results take turns, so that they come from memory. In cache: one set, again and again; so PyTorch's are, and so the two are compared.");
        foreach (var threads in settings.Threads == 1 ? [1] : new[] { 1, settings.Threads })
        {
            var engine = new Engine(Engine.Widest, threads);
            using var peer = PyTorchPeer.WhyNotAvailable is null ? new PyTorchPeer(threads) : null;
            foreach (var (rows, inner, columns, where) in Shapes)
            {
                BenchSettings.Say(string.Create(CultureInfo.InvariantCulture, $"product {rows} × {inner} × {columns}, {threads} threads"));
                var multiplyAdds = (double)rows * inner * columns;
                var weights = Enumerable.Range(0, Sets).Select(i => PackedWeights.FromProjection(engine, Numbers(inner * columns, $"w{i}"), inner, columns)).ToArray();
                var x = Matrix.Uninitialised(rows, inner);
                Numbers(rows * inner, "x").CopyTo(x.Span);
                var y = Enumerable.Range(0, Sets).Select(_ => Matrix.Uninitialised(rows, columns)).ToArray();
                var repeats = Math.Max(1, (int)(3e9 / multiplyAdds / Sets)) * Sets;
                var timing = new SideBySide()
                    .Add("own", () => Timed(repeats, i => Product.Forward(engine, x, weights[i % Sets], y[i % Sets])))
                    .Add("peak", () => multiplyAdds / MultiplyAddPeak.Measure(engine))
                    .Add("own in cache", () => Timed(repeats, _ => Product.Forward(engine, x, weights[0], y[0])))
                    .Add("peak again", () => multiplyAdds / MultiplyAddPeak.Measure(engine))
                    .Add("peer", () => peer?.Product(rows, inner, columns, repeats).Seconds ?? double.NaN)
                    .Run(settings.Rounds(0.5), warmUp: 2);
                table.Add(Text.Whole(threads), Text.Shape(rows, inner, columns), where,
                    Text.GigaFlops(multiplyAdds / timing.Seconds("own")), Text.Percent(timing.Ratio("peak", "own")),
                    Text.GigaFlops(multiplyAdds / timing.Seconds("own in cache")), Text.Percent(timing.Ratio("peak again", "own in cache")),
                    peer is null ? "–" : Text.GigaFlops(multiplyAdds / timing.Seconds("peer")), peer is null ? "–" : Text.Ratio(timing.Ratio("peer", "own in cache")));
                foreach (var w in weights)
                    w.Dispose();
            }
        }
        yield return table;
    }

    static double Timed(int repeats, Action<int> run)
    {
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
            run(i);
        return System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalSeconds / repeats;
    }

    static float[] Numbers(int count, string stream)
    {
        var (random, numbers) = (new SeededRandom(1, stream), new float[count]);
        for (var i = 0; i < count; i++)
            numbers[i] = (float)(random.NextDouble() - 0.5);
        return numbers;
    }
}
