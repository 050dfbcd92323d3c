namespace KronClip.Deployment;

/// <summary>What stands where a patch is hidden. Each is neutral in another way, and none is nothing: a tower sees something in a grey square too.</summary>
public enum PatchFilling
{
    /// <summary>The mean colour of the picture.</summary>
    Mean,

    /// <summary>The mean of the model's normalisation, a grey: zeros after it.</summary>
    Grey,

    /// <summary>The picture itself, blurred until only colours and large shades are left.</summary>
    Blur,
}
