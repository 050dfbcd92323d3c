namespace KronClip.Clip;

/// <summary>How a picture is brought to the crop's size.</summary>
public enum PreprocessResize
{
    /// <summary>The shorter side gets the given length, the other follows in proportion.</summary>
    ShortestEdge,

    /// <summary>Both sides get the given length; the proportions are lost.</summary>
    Squash,
}
