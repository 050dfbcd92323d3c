namespace KronClip.Compute.Kernels;

/// <summary>
/// Products of rows with packed panels, cut into row blocks and column groups. Each element is summed over the inner dimension from first to last,
/// in any cut and in any tile, so results depend neither on the cut nor on the number of threads, nor a row's result on the rows beside it.
/// </summary>
static unsafe class BlockedProduct
{
    const int LargestRowBlock = 240;        // rows for which a panel is read once from afar
    const int PackedFloats = 192 * 1024;    // what a block's packed rows may take, so that they stay in the second-level cache
    const int SmallestRowBlock = 96;        // below, reading the panels again for every block costs more than it saves
    const int LargestSharedBlock = 480;     // rows of a block that all threads work on
    const int ItemsPerThread = 4;           // so that one slow core does not hold up the rest

    /// <summary>result = tail(rows [R × inner] · panels [inner × columns]), in parallel.</summary>
    public static void Run(Engine engine, in ProductRows rows, ProductPanels panels, in ProductTail tail)
    {
        if (rows.Values.Rows == 0 || panels.Columns == 0)
            return;
        var tiles = new RowTiles(engine.ProductKernel, rows.Values.Rows);
        var threads = engine.Threads;
        var largest = Math.Clamp(PackedFloats / Math.Max(1, rows.Values.Columns), SmallestRowBlock, LargestRowBlock) / tiles.TileRows;
        var blocks = (tiles.Count + largest - 1) / largest;
        var smallest = SmallestRowBlock / tiles.TileRows;
        blocks = (blocks + threads - 1) / threads * threads;            // as many for one thread as for the other
        if (blocks > threads && tiles.Count / blocks < smallest)
            blocks -= threads;
        if (threads == 1 || tiles.Count / blocks >= smallest)
        {
            var whole = new WholeRows { Engine = engine, Rows = rows, Panels = panels, Tail = tail, Tiles = tiles, Blocks = blocks };
            engine.ForEach(blocks, ref whole);
            return;
        }

        // Too few rows to give every thread its own: they are packed once for all, and the threads share the columns.
        largest = LargestSharedBlock / tiles.TileRows;
        blocks = (tiles.Count + largest - 1) / largest;
        var panelCount = Packing.Panels(engine.ProductKernel, panels.Columns);
        using var packed = new Scratch(tiles.Floats(0, tiles.Count, rows.Values.Columns));
        var pack = new PackTiles { Engine = engine, Rows = rows, Tiles = tiles, Target = packed.Pointer };
        engine.ForEach(tiles.Count, ref pack);
        var shared = new SharedRows
        {
            Engine = engine,
            Packed = packed.Pointer,
            Inner = rows.Values.Columns,
            Panels = panels,
            Tail = tail,
            Tiles = tiles,
            Blocks = blocks,
            Groups = Math.Min(panelCount, ItemsPerThread * threads),
        };
        engine.ForEach(blocks * shared.Groups, ref shared);
    }

    /// <summary>The whole product on the calling thread.</summary>
    public static void RunHere(Engine engine, in ProductRows rows, ProductPanels panels, in ProductTail tail)
    {
        var tiles = new RowTiles(engine.ProductKernel, rows.Values.Rows);
        Block(engine, rows, tiles, 0, tiles.Count, panels, tail);
    }

    static void Block(Engine engine, in ProductRows rows, RowTiles tiles, int first, int end, ProductPanels panels, in ProductTail tail)
    {
        var inner = rows.Values.Columns;
        using var packed = new Scratch(tiles.Floats(first, end, inner));
        for (var t = first; t < end; t++)
            rows.Pack(engine, tiles.First(t), tiles.Own(t), tiles.Padded(t), packed.Pointer + tiles.Floats(first, t, inner));
        TileLoop.Run(engine, packed.Pointer, inner, tiles, first, end, panels, 0, Packing.Panels(engine.ProductKernel, panels.Columns), tail);
    }

    /// <summary>Where part <paramref name="index"/> of <paramref name="parts"/> nearly equal ones of <paramref name="count"/> begins.</summary>
    static int Part(int count, int parts, int index) => (int)((long)count * index / parts);

    /// <summary>Item: a block of rows, packed by whoever takes it, times all columns.</summary>
    struct WholeRows : IIndexedWork
    {
        public Engine Engine;
        public ProductRows Rows;
        public ProductPanels Panels;
        public int Blocks;
        public ProductTail Tail;
        public RowTiles Tiles;

        public readonly void Run(int index) =>
            Block(Engine, Rows, Tiles, Part(Tiles.Count, Blocks, index), Part(Tiles.Count, Blocks, index + 1), Panels, Tail);
    }

    /// <summary>Item: one tile of rows to be packed.</summary>
    struct PackTiles : IIndexedWork
    {
        public Engine Engine;
        public ProductRows Rows;
        public RowTiles Tiles;
        public float* Target;

        public readonly void Run(int index) =>
            Rows.Pack(Engine, Tiles.First(index), Tiles.Own(index), Tiles.Padded(index), Target + Tiles.Floats(0, index, Rows.Values.Columns));
    }

    /// <summary>Item: a block of packed rows times a group of columns.</summary>
    struct SharedRows : IIndexedWork
    {
        public Engine Engine;
        public float* Packed;
        public ProductPanels Panels;
        public int Inner, Blocks, Groups;
        public ProductTail Tail;
        public RowTiles Tiles;

        public readonly void Run(int index)
        {
            var (block, group) = Math.DivRem(index, Groups);
            var (first, end) = (Part(Tiles.Count, Blocks, block), Part(Tiles.Count, Blocks, block + 1));
            var panelCount = Packing.Panels(Engine.ProductKernel, Panels.Columns);
            TileLoop.Run(Engine, Packed + Tiles.Floats(0, first, Inner), Inner, Tiles, first, end, Panels,
                Part(panelCount, Groups, group), Part(panelCount, Groups, group + 1), Tail);
        }
    }
}
