using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

/// <summary>Problems in the plane that can be worked out by hand, and drawn ones.</summary>
static class SmallProblem
{
    public static readonly string[] Probes = ["linear-probe", "lp++", "tip-adapter", "tip-adapter-f", "gda", "ridge"];

    /// <summary>Two classes in the plane with the given texts.</summary>
    public static FitSetup Setup(double scale, params float[] texts) => new(Engine.Default, new Matrix(texts.Length / 2, 2, texts), scale, 1);

    /// <summary>Pictures in the plane, two numbers each.</summary>
    public static LabelledFeatures Pictures(int[] labels, params float[] numbers) => new(new Matrix(labels.Length, 2, numbers), labels);

    public static LabelledFeatures None(FitSetup setup) => new(new Matrix(0, setup.Width), []);

    public static FittedHead Fit(string method, FitSetup setup, LabelledFeatures train, LabelledFeatures? validation = null, IMethodOptions? options = null)
    {
        var definition = (PromptlessMethodDefinition)MethodCatalogue.Find(method);
        return definition.Fit(setup, train, validation ?? None(setup), options ?? definition.Defaults);
    }

    public static double[] Logits(FittedHead fitted, FitSetup setup, params float[] picture) => ProbeCase.Logits(fitted.Head, new Matrix(1, picture.Length, picture), setup.LogitScale);

    /// <summary>Pictures around a direction of their class, class after class.</summary>
    public static (FitSetup Setup, LabelledFeatures Train, LabelledFeatures Validation) Draw(long seed, int classes, int width, int shots, int held, Engine? engine = null)
    {
        var random = new SeededRandom(seed, "probe tests");
        Matrix Drawn(int rows)
        {
            var matrix = new Matrix(rows, width);
            foreach (ref var x in matrix.Span)
                x = (float)random.NextGaussian();
            return matrix;
        }

        var centres = Drawn(classes);
        LabelledFeatures Near(int each)
        {
            var labels = Enumerable.Range(0, classes * each).Select(i => i % classes).ToArray();
            var pictures = Drawn(labels.Length);
            for (var i = 0; i < labels.Length; i++)
            {
                for (var j = 0; j < width; j++)
                    pictures[i, j] += 1 + 1.5f * centres[labels[i], j];
            }
            return new LabelledFeatures(pictures, labels);
        }

        var texts = Drawn(classes);
        for (var i = 0; i < texts.Data.Length; i++)
            texts.Data[i] = texts.Data[i] + 0.7f * centres.Data[i];
        var unit = UnitFeatures.Of(new LabelledFeatures(texts, new int[classes]), "text").Rows.ToSingle();
        return (new FitSetup(engine ?? Engine.Default, unit, 30, seed), Near(shots), Near(held));
    }
}
