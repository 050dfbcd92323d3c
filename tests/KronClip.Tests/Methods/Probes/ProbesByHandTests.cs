using KronClip.Methods;

namespace KronClip.Tests.Methods;

/// <summary>Each method without a prompt on a problem in the plane whose answer is worked out in the comment.</summary>
public class ProbesByHandTests
{
    /// <summary>
    /// One picture of each class, f_0 = (1, 0) and f_1 = (0, 1). By symmetry W = a [[1, −1], [−1, 1]] and b = 0, so J(a) = ½ 4a² + 2C log(1 + e^(−2a)) and
    /// J' = 4a − 4C σ(−2a) = 0. With C = (1 + e)/2 that is a = ½, since σ(−1) = 1/(1 + e).
    /// </summary>
    [Fact]
    public void TheLinearProbeOfTwoPictures()
    {
        var setup = SmallProblem.Setup(1, 1, 0, 0, 1);
        var fitted = SmallProblem.Fit("linear-probe", setup, SmallProblem.Pictures([0, 1], 3, 0, 0, 7), options: new LinearProbeOptions { Strength = (1 + Math.E) / 2 });
        Near([0.5, -0.5], SmallProblem.Logits(fitted, setup, 1, 0), 1e-6);
        Near([-0.1, 0.1], SmallProblem.Logits(fitted, setup, 3, 4), 1e-6);              // ½ (0.6 − 0.8)
    }

    /// <summary>
    /// f = (0.6, 0.8) lies at cosines 0.6 and 0.8 from the keys (1, 0) and (0, 1). With β = log 2 / 0.2 the affinities are 2^(−0.4/0.2) = ¼ and 2^(−0.2/0.2) = ½. Zero-shot with
    /// s = 10 and the same texts says 6 and 8; with α = 2 that becomes 6.5 and 9.
    /// </summary>
    [Fact]
    public void TipAdapterOfTwoPictures()
    {
        var setup = SmallProblem.Setup(10, 1, 0, 0, 1);
        var fitted = SmallProblem.Fit("tip-adapter", setup, SmallProblem.Pictures([0, 1], 2, 0, 0, 2), options: new TipAdapterOptions { Alpha = 2, Beta = Math.Log(2) / 0.2 });
        Near([6.5, 9], SmallProblem.Logits(fitted, setup, 3, 4), 1e-6);
    }

    /// <summary>
    /// The texts name the wrong classes: t_0 = (0, 1), t_1 = (1, 0), so Y − T = [[1, −1], [−1, 1]]. The pictures are orthogonal, so K = [[1, κ], [κ, 1]] with κ = e^−β, and the rows
    /// of Y − T are its eigenvectors of value 1 − κ: A = (Y − T) / (1 − κ + λ), which is Y − T for κ = λ = ½. At f = (1, 0), k = (1, ½) and k A = (½, −½), beside the cosines (0, 1).
    /// With s = 3 both logits are 1.5: the picture's label has pulled exactly as much as the text.
    /// </summary>
    [Fact]
    public void RidgeOfTwoPictures()
    {
        var setup = SmallProblem.Setup(3, 0, 1, 1, 0);
        var fitted = SmallProblem.Fit("ridge", setup, SmallProblem.Pictures([0, 1], 1, 0, 0, 1), options: new RidgeOptions { Strength = 0.5, Sharpness = Math.Log(2) });
        Near([1.5, 1.5], SmallProblem.Logits(fitted, setup, 1, 0), 1e-6);
    }

    /// <summary>
    /// Pictures (±0.6, ±0.8): the means are (±0.6, 0), what is left are the four (0, ±0.8), so (N−1) Σ̂ = diag(0, 2.56) and tr Σ̂ = 2.56/3. With e = 2,
    /// Σ⁻¹ = 2 / diag(2.56/3, 2.56 + 2.56/3), whose first entry is 2.34375: w_0 = (1.40625, 0) = −w_1 and b = log ½ − ½ 0.6 · 1.40625 = log ½ − 0.421875 for both.
    /// </summary>
    [Fact]
    public void GdaOfFourPictures()
    {
        var setup = SmallProblem.Setup(10, 1, 0, -1, 0);
        var fitted = SmallProblem.Fit("gda", setup, SmallProblem.Pictures([0, 0, 1, 1], 3, 4, 3, -4, -3, 4, -3, -4), options: new GdaOptions { Alpha = 2 });
        var bias = Math.Log(0.5) - 0.421875;
        Near([10 + 2 * (1.40625 + bias), -10 + 2 * (-1.40625 + bias)], SmallProblem.Logits(fitted, setup, 1, 0), 2e-6);
    }

    /// <summary>
    /// One picture of each class, the axes, and texts that name the wrong ones: α starts at 250 · 0 = 0 and W at the pictures, so the logits are 1 and 0 for the right and the
    /// wrong class, and R = ±(1 − σ(1))/2 = ±ρ. FᵀF = I and N = 2, so the step is 4 · 2 / 1 = 8: after it W = [[1 + 8ρ, −8ρ], [−8ρ, 1 + 8ρ]], and b has not moved.
    /// </summary>
    [Fact]
    public void TheFirstStepOfLpPlusPlus()
    {
        var setup = SmallProblem.Setup(1, 0, 1, 1, 0);
        var fitted = SmallProblem.Fit("lp++", setup, SmallProblem.Pictures([0, 1], 1, 0, 0, 1), options: new LinearProbePlusPlusOptions { Steps = 1 });
        var rho = 0.5 / (1 + Math.E);
        Near([1 + 8 * rho, -8 * rho], SmallProblem.Logits(fitted, setup, 1, 0), 1e-6);
        Assert.Equal(1, fitted.Steps);
    }

    /// <summary>
    /// One picture, two classes, a key for each at the texts (1, 0) and (0, 1): the logits at f = (1, 0) are s + α and α e^−β, so R = (−ρ, ρ) with ρ = σ(α e^−β − s − α); the
    /// gradient of key 0 is αβ · (−ρ) f and that of key 1 αβ e^−β ρ f.
    /// </summary>
    [Fact]
    public void TheGradientOfTipAdapterFsKeys()
    {
        var setup = SmallProblem.Setup(1, 1, 0, 0, 1);
        var keys = UnitFeatures.Of(SmallProblem.Pictures([0, 1], 1, 0, 0, 1), "training");
        var picture = UnitFeatures.Of(SmallProblem.Pictures([0], 1, 0), "training");
        var gradient = TipAdapterF.KeyGradient(setup, picture, keys.Rows, keys.Labels, alpha: 2, beta: Math.Log(2));
        var rho = 1 / (1 + Math.Exp(1 + 2 - 2 * 0.5));
        Near([-2 * Math.Log(2) * rho, 0, Math.Log(2) * rho, 0], gradient.Data, 1e-14);
    }

    [Fact]
    public void WithoutSpreadInTheClassesGdaIsZeroShot()
    {
        var setup = SmallProblem.Setup(10, 1, 0, 0, 1);
        var fitted = SmallProblem.Fit("gda", setup, SmallProblem.Pictures([0, 1], 1, 0, 0, 1));
        Near([6, 8], [.. SmallProblem.Logits(fitted, setup, 3, 4).Select(z => z + 0.1 * Math.Log(2))], 1e-6);
        Assert.Contains(fitted.Notes, note => note.Contains("no covariance", StringComparison.Ordinal));
    }

    static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
