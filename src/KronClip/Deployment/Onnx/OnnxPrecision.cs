namespace KronClip.Deployment;

/// <summary>How the weights of an exported image tower are stored. All computing is in fp32: a smaller file, the same operators everywhere.</summary>
public enum OnnxPrecision
{
    /// <summary>fp32, as the engine computes.</summary>
    Single,

    /// <summary>fp16: half the size.</summary>
    Half,

    /// <summary>Whole numbers of 8 bits with one scale for each output: a quarter of the size.</summary>
    Int8,
}
