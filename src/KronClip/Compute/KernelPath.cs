namespace KronClip.Compute;

/// <summary>
/// Which vector width the kernels use. Within one path results are the same bit for bit whatever the thread count; across paths within rounding, and so
/// they are between a processor that fuses multiply-adds and an old one that cannot.
/// </summary>
public enum KernelPath
{
    /// <summary>Plain loops: the specification of every other path.</summary>
    Scalar,

    /// <summary>128-bit vectors (SSE on x86, AdvSimd on Arm).</summary>
    Vector128,

    /// <summary>256-bit vectors (AVX2 with FMA).</summary>
    Vector256,

    /// <summary>512-bit vectors (AVX-512).</summary>
    Vector512,
}
