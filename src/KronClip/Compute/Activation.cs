namespace KronClip.Compute;

/// <summary>The element-wise functions of CLIP's towers.</summary>
public enum Activation
{
    /// <summary>y = x.</summary>
    None,

    /// <summary>y = x · sigmoid(1.702 x) (Hendrycks and Gimpel, arXiv:1606.08415, section 2; openai/CLIP, model.py, QuickGELU).</summary>
    QuickGelu,

    /// <summary>y = x Φ(x), the exact form with erf (arXiv:1606.08415; torch.nn.GELU).</summary>
    Gelu,

    /// <summary>y = max(0, x).</summary>
    Relu,
}
