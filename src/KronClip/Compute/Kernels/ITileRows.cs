namespace KronClip.Compute.Kernels;

/// <summary>The number of rows of a tile as a type, so that the loop over it is compiled for that number.</summary>
interface ITileRows
{
    /// <summary>Rows.</summary>
    static abstract int Count { get; }
}

readonly struct TileRows1 : ITileRows
{
    public static int Count => 1;
}

readonly struct TileRows2 : ITileRows
{
    public static int Count => 2;
}

readonly struct TileRows3 : ITileRows
{
    public static int Count => 3;
}

readonly struct TileRows4 : ITileRows
{
    public static int Count => 4;
}

readonly struct TileRows5 : ITileRows
{
    public static int Count => 5;
}

readonly struct TileRows6 : ITileRows
{
    public static int Count => 6;
}

readonly struct TileRows7 : ITileRows
{
    public static int Count => 7;
}

readonly struct TileRows8 : ITileRows
{
    public static int Count => 8;
}

readonly struct TileRows9 : ITileRows
{
    public static int Count => 9;
}

readonly struct TileRows10 : ITileRows
{
    public static int Count => 10;
}

readonly struct TileRows11 : ITileRows
{
    public static int Count => 11;
}

readonly struct TileRows12 : ITileRows
{
    public static int Count => 12;
}
