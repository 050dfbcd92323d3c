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
}
