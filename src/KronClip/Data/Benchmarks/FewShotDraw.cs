namespace KronClip.Data;

/// <summary>
/// The published few-shot draw (Dassl, DatasetBase.generate_fewshot_dataset, as CoOp's data sets call it): over all classes, before any division into base and new; classes in
/// order of first appearance; first the training pictures, then min(shots, 4) validation pictures, from one generator. A class that has fewer gives all, in their order.
/// </summary>
/// <param name="Shots">Training pictures per class.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Train">The drawn training pictures, in the published order.</param>
/// <param name="Validation">The drawn validation pictures; none for ImageNet, whose validation pictures are its test pictures.</param>
public sealed record FewShotDraw(int Shots, long Seed, IReadOnlyList<BenchmarkPicture> Train, IReadOnlyList<BenchmarkPicture> Validation)
{
    /// <summary>Draws. The same seed gives the same pictures everywhere; a negative one those of its absolute value, as in Python.</summary>
    /// <exception cref="OptionsException">Shots is not positive.</exception>
    public static FewShotDraw Of(BenchmarkSplit split, int shots, long seed)
    {
        ArgumentNullException.ThrowIfNull(split);
        var options = new SplitOptions { Shots = shots, Seed = seed };
        options.Validate();
        var random = new PythonRandom(seed);
        var train = OfEach(split.Train, shots, random);
        return new(shots, seed, train, split.ValidationIsTest ? [] : OfEach(split.Validation, options.ValidationShots, random));
    }

    static BenchmarkPicture[] OfEach(IReadOnlyList<BenchmarkPicture> pictures, int shots, PythonRandom random) =>
        [.. pictures.GroupBy(picture => picture.Label).Select(own => own.ToArray()).SelectMany(own => own.Length >= shots ? random.Sample(own, shots) : own)];
}
