namespace KronClip.Methods;

/// <summary>A head in closed form that stands beside a learned prompt.</summary>
public enum ClosedFormKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Gaussian discriminant analysis (<see cref="KronClip.Methods.Gda"/>).</summary>
    Gda,

    /// <summary>Kernel ridge regression (<see cref="KronClip.Methods.Ridge"/>).</summary>
    Ridge,
}
