namespace KronClip.Images;

/// <summary>A rectangle of pixels: its left column, top row and size.</summary>
readonly record struct PixelRectangle(int X, int Y, int Width, int Height);
