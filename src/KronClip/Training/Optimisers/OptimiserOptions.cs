namespace KronClip.Training;

/// <summary>
/// Choice and constants of the optimiser. The defaults are those that CoOp, KgCoOp and ProGrad were published with
/// (Dassl's <c>config/defaults.py</c>: SGD, momentum 0.9, weight decay 5e-4; rate 0.002).
/// </summary>
public sealed record OptimiserOptions
{
    /// <summary>
    /// The largest rate that is accepted. Anything above is taken for a slip of the pen: even small models with a low logit scale learn below
    /// 10.
    /// </summary>
    public const double LargestLearningRate = 1000;

    /// <summary>SGD as published: the default.</summary>
    public static OptimiserOptions Sgd { get; } = new();

    /// <summary>AdamW with PyTorch's defaults: rate 1e-3, betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01.</summary>
    public static OptimiserOptions AdamW { get; } = new() { Kind = OptimiserKind.AdamW, LearningRate = 1e-3, WeightDecay = 1e-2 };

    /// <summary>L-BFGS: a first step of 0.01 a number, no weight decay.</summary>
    public static OptimiserOptions Lbfgs { get; } = new() { Kind = OptimiserKind.Lbfgs, LearningRate = 0.01, WeightDecay = 0 };

    /// <summary>The rule.</summary>
    public OptimiserKind Kind { get; init; } = OptimiserKind.Sgd;

    /// <summary>The base learning rate, which the schedule scales; above 0. L-BFGS takes it as the root mean square of its first step and finds the others itself.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Pull of the values towards zero: added to the gradient by SGD, applied directly by AdamW. 0 or more.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>SGD: share of the last step that is kept, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>SGD: share of the gradient that is held back from the momentum buffer, in [0, 1].</summary>
    public double Dampening { get; init; }

    /// <summary>SGD: look ahead along the momentum (Nesterov); needs momentum and no dampening.</summary>
    public bool Nesterov { get; init; }

    /// <summary>AdamW: decay of the mean of the gradients, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW: decay of the mean of the squared gradients, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>AdamW: keeps the division finite; above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Checks every value, whichever rule is chosen.</summary>
    /// <exception cref="OptionsException">A value is outside its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Require(Enum.IsDefined(Kind), $"The optimiser '{Kind}' is not known; choose {string.Join(" or ", Enum.GetNames<OptimiserKind>())}.");
        Require(LearningRate != 0, "The learning rate is 0, so nothing would be learned; give a rate above 0, or choose the zero-shot method.");
        Require(LearningRate > 0 && LearningRate <= LargestLearningRate,
            $"The learning rate is {Text(LearningRate)}; give a number above 0 and up to {Text(LargestLearningRate)} (0.002 is the published one).");
        Require(double.IsFinite(WeightDecay) && WeightDecay >= 0, $"The weight decay is {Text(WeightDecay)}; give 0 or more.");
        Require(Momentum is >= 0 and < 1, $"The momentum is {Text(Momentum)}; give a number from 0 up to, but not including, 1.");
        Require(Dampening is >= 0 and <= 1, $"The dampening is {Text(Dampening)}; give a number from 0 to 1.");
        Require(!Nesterov || (Momentum > 0 && Dampening == 0), "Nesterov needs a momentum above 0 and a dampening of 0.");
        Require(Beta1 is >= 0 and < 1, $"Beta1 is {Text(Beta1)}; give a number from 0 up to, but not including, 1.");
        Require(Beta2 is >= 0 and < 1, $"Beta2 is {Text(Beta2)}; give a number from 0 up to, but not including, 1.");
        Require(double.IsFinite(Epsilon) && Epsilon > 0, $"Epsilon is {Text(Epsilon)}; give a number above 0.");
    }

    static void Require(bool holds, string message)
    {
        if (!holds)
            throw new OptionsException(message);
    }

    static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
