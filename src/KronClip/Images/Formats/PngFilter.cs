namespace KronClip.Images;

/// <summary>Undoes the five row filters of PNG (PNG specification, 9.2).</summary>
static class PngFilter
{
    /// <summary>Turns a filtered row into its bytes, in place, given the row above (zeros for the first).</summary>
    /// <returns>False where the filter type is unknown.</returns>
    public static bool Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        above = above[..row.Length];
        switch (filter)
        {
            case 0:
                return true;
            case 1:                                             // plus left
                for (var i = pixelBytes; i < row.Length; i++)
                    row[i] += row[i - pixelBytes];
                return true;
            case 2:                                             // plus above
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                return true;
            case 3:                                             // plus their mean
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)((Left(row, i, pixelBytes) + above[i]) >> 1);
                return true;
            case 4:                                             // plus the one nearest to left + above - above left
                for (var i = 0; i < row.Length; i++)
                    row[i] += Paeth(Left(row, i, pixelBytes), above[i], i < pixelBytes ? 0 : above[i - pixelBytes]);
                return true;
            default:
                return false;
        }
    }

    static int Left(Span<byte> row, int i, int pixelBytes) => i < pixelBytes ? 0 : row[i - pixelBytes];

    static byte Paeth(int left, int above, int aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft), toAbove = Math.Abs(left - aboveLeft), toAboveLeft = Math.Abs(left + above - 2 * aboveLeft);
        if (toLeft <= toAbove && toLeft <= toAboveLeft)
            return (byte)left;
        return (byte)(toAbove <= toAboveLeft ? above : aboveLeft);
    }
}
