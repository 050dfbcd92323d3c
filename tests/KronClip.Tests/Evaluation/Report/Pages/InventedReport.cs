using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>Reports of runs that never were: every part filled in, with figures that are all different, so that a page can be held against its report.</summary>
static class InventedReport
{
    public static readonly string[] Names = ["scratch", "dent", "good", "hex nut", "washer", "bolt", "gear", "spring"];

    public static Interval Interval(double value, double half = 0.043) => new(value, Math.Max(0, value - half), Math.Min(1, value + half + 0.004));

    /// <summary>A report of so many classes, of 33 pictures each.</summary>
    public static RunReport Make(int classes = 6, Func<int, string>? name = null)
    {
        const int support = 33;
        name ??= label => classes <= Names.Length ? Names[label] : $"{Names[label % Names.Length]} {label}";
        int[][] confusion = [.. Enumerable.Range(0, classes).Select(truth => Row(truth, classes, support))];
        var correct = Enumerable.Range(0, classes).Sum(label => confusion[label][label]);
        return new RunReport
        {
            Pictures = "photos",
            Classes = [.. Enumerable.Range(0, classes).Select(label => new ReportClass($"folder_{label}", name(label), $"a {name(label)}", 16, 4))],
            TestKind = "held-out",
            Measured = support * classes,
            Classifiers =
            [
                new(ReportedRole.ZeroShot, "zero-shot", "Zero-shot CLIP", 0, 71, Interval(0.258), Interval(0.1503)),
                new(ReportedRole.Adapted, "ck-coop", "CK-CoOp", 768, correct, Interval((double)correct / (support * classes)), Interval(0.7286)),
                new(ReportedRole.Probe, "ridge", "Kernel ridge", 98304, 150, Interval(0.7103), Interval(0.6944)),
            ],
            Differences =
            [
                new(ReportedRole.ZeroShot, new Interval(0.511, 0.447, 0.575), 111, 10, 1e-9),
                new(ReportedRole.Probe, new Interval(0.059, 0.022, 0.096), 21, 9, 0.0427),
            ],
            PerClass = [.. Enumerable.Range(0, classes).Select(label => PerClass(confusion, label))],
            Confusion = confusion,
            Calibration = new ReportedCalibration(1.347, "validation", 24, Reliability(0.0871, 0.9123, 0.17), Reliability(0.0312, 0.7654, 0.03)),
            Threshold = new ReportedThreshold(0.635, 0.95, 0.9583, new ThresholdPoint(0.635, 0.8131, 0.9412),
                [.. Enumerable.Range(0, 101).Select(i => i / 100.0).Where(t => t == 0 || t > 0.16).Select(t => new ThresholdPoint(t, Math.Round(1 - t * t * t, 4), t > 0.99 ? null : Math.Round(0.77 + 0.22 * t, 4)))]),
            Mistakes = [.. Enumerable.Range(0, 20).Select(i => new ReportedMistake($"folder_{i % classes}/IMG_20260{i:00}_stage.jpg", i % classes, (i + 1) % classes, 0.991 - 0.013 * i, 0.005 + 0.001 * i))],
            NamedClasses = new ReportedNamedClasses(4, 120, new Interval(0.583, 0.494, 0.668), new Interval(0.441, 0.355, 0.531), new Interval(0.767, 0.683, 0.834)),
            Curve = new ReportedCurve([new(1, Interval(0.412)), new(2, Interval(0.523)), new(4, Interval(0.634)), new(8, Interval(0.705)), new(16, Interval(0.769))], new EstimatedGain(32, new Interval(0.047, 0.012, 0.081))),
            Context = new ReportedContext([.. Enumerable.Range(0, 4).Select(m => new ReportedContextWord(
                [new NearToken("rusty", 0.31 + 0.01 * m), new NearToken("metallic", 0.28), new NearToken("###", -0.05)],
                [new WeighedEntry(17 + m, 0.412, [new NearToken("steel", 0.82), new NearToken("iron", 0.79)]), new WeighedEntry(203, -0.277, [new NearToken("soft", 0.74)])]))]),
            Acceptance = [new("accuracy>=0.75", 0.7689, true), new("recall(scratch)>=0.95", 0.8182, false)],
            Cost = new ReportedCost(768, 12.34, 56.78, 420, 734003200, 15473, 34.56, "a processor", 2, 65, 0.31, "EUR"),
            Origin = new ReportedOrigin
            {
                DataFingerprint = "ca821527aa0044bb1122",
                Shots = 16,
                Seed = 42,
                Train = 16 * classes,
                Validation = 4 * classes,
                Test = support * classes,
                Method = "CK-CoOp",
                Recipe = "lbfgs, 100 epochs, 1 view of each picture",
                Model = "openai/clip-vit-base-patch16",
                ModelHash = "f659eec7aabbccdd0011",
                Architecture = "ViT-B/16",
                ModelLicence = "MIT",
                Version = "0.1.0",
                Runtime = ".NET 10.0.1",
                KernelPath = "Wide512",
            },
            Notes = ["Temperature and threshold are fitted on 24 pictures, so both are rough."],
            Warnings = ["Set aside: 'broken.jpg' is cut short."],
        };
    }

    /// <summary>A report of a run with nothing to measure.</summary>
    public static RunReport Unmeasured(int classes = 3) => Make(classes) with
    {
        TestKind = "none",
        Measured = 0,
        Classifiers = [],
        Differences = [],
        PerClass = [],
        Confusion = [],
        Calibration = null,
        Threshold = null,
        Mistakes = [],
        Curve = null,
        NamedClasses = null,
        Context = null,
        Acceptance = [],
        Notes = [],
        Warnings = [],
    };

    static int[] Row(int truth, int classes, int support)
    {
        var row = new int[classes];
        var wrong = 3 + truth % 5;
        row[(truth + 1) % classes] += wrong;
        if (classes > 2)
            row[(truth + 2) % classes] += 1;
        row[truth] = 0;
        row[truth] = support - row.Sum();
        return row;
    }

    static ReportedClass PerClass(int[][] confusion, int label)
    {
        var (correct, support, predicted) = (confusion[label][label], confusion[label].Sum(), confusion.Sum(row => row[label]));
        var (precision, recall) = ((double)correct / predicted, (double)correct / support);
        return new ReportedClass(support, predicted, correct, Interval(precision, 0.101), Interval(recall, 0.112), Interval(2 * precision * recall / (precision + recall), 0.093));
    }

    static Reliability Reliability(double error, double loss, double lean) => new(error, loss, [.. Enumerable.Range(0, 15).Select(b =>
    {
        var (low, high) = (b / 15.0, (b + 1) / 15.0);
        var middle = (low + high) / 2;
        return b < 3 ? new ReliabilityBin(low, high, 0, null, null) : new ReliabilityBin(low, high, b == 4 ? 1 : 3 * b, middle, Math.Clamp(middle - lean, 0, 1));
    })]);
}
