namespace KronClip.Deployment;

/// <summary>What an exported classifier takes.</summary>
public enum OnnxInput
{
    /// <summary>"image": RGB samples of 0 to 255, uint8 [batch×height×width×3], of any size; resize, crop and normalisation are in the file.</summary>
    Image,

    /// <summary>"pixels": normalised numbers, fp32 [batch×3×S×S]; whoever calls prepares the picture.</summary>
    Floats,
}
