namespace KronClip.Images;

/// <summary>What a picture file says of itself; read without decoding a pixel.</summary>
/// <param name="Format">The format, by the file's first bytes.</param>
/// <param name="Width">Pixels per row as stored, before any orientation.</param>
/// <param name="Height">Rows as stored, before any orientation.</param>
/// <param name="Mode">How <see cref="PictureReader"/> returns the samples.</param>
/// <param name="ExifOrientation">1 to 8; 1 where the file says nothing or nonsense.</param>
/// <param name="Frames">Frames of an animation (the first one is read); 1 for a still.</param>
public sealed record PictureHeader(PictureFormat Format, int Width, int Height, PixelMode Mode, int ExifOrientation = 1, int Frames = 1);
