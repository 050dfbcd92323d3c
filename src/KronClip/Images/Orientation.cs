namespace KronClip.Images;

/// <summary>What to do with the EXIF orientation that cameras and telephones store beside the pixels.</summary>
public enum Orientation
{
    /// <summary>Turn the picture the way up that its photographer saw. The default for people's own photos.</summary>
    Apply,

    /// <summary>Leave the pixels as they are stored, as the published protocols do.</summary>
    Ignore,
}
