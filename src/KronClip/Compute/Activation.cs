namespace KronClip.Compute;

/// <summary>The element-wise function applied after a matrix product.</summary>
public enum Activation
{
    /// <summary>The identity: y = x.</summary>
    None,

    /// <summary>y = x · sigmoid(1.702 x), the approximation that OpenAI's CLIP was trained with (CLIP/clip/model.py).</summary>
    QuickGelu,

    /// <summary>y = x · Φ(x) with the exact normal distribution function (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>y = max(x, 0).</summary>
    Relu,
}
