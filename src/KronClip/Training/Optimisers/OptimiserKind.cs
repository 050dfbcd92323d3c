using System.Text.Json.Serialization;

namespace KronClip.Training;

/// <summary>Which rule turns gradients into steps.</summary>
public enum OptimiserKind
{
    /// <summary>Stochastic gradient descent with momentum; the published choice of CoOp and its family.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101).</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>L-BFGS inside a trust radius: a step for all pictures at once, few of them (<see cref="KronClip.Training.Lbfgs"/>).</summary>
    Lbfgs,
}
