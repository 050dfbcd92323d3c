namespace KronClip.Compute.Kernels;

/// <summary>
/// Products of rows with packed panels, cut into row blocks and column groups. Each element is summed over the inner dimension from first to last,
/// in any cut and in any tile, so results depend neither on the cut nor on the number of threads, nor a row's result on the rows beside it.
/// </summary>
static unsafe class BlockedProduct
{
    const int LargestRowBlock = 240;        // rows for which a panel is read once from afar
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
        var largest = LargestRowBlock / tiles.TileRows;
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
        var pack = new PackTiles { Shared = shared, Rows = rows };
        engine.ForEach(tiles.Count, ref pack);
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
        var kernel = engine.ProductKernel;
        using var packed = new Scratch(tiles.Floats(first, end, inner));
        for (var t = first; t < end; t++)
        {
            rows.Pack(engine, tiles.First(t), tiles.Rows(t), packed.Pointer + tiles.Floats(first, t, inner));
            TileLoop.FetchFirst(kernel, panels.Panel(0), inner, t - first, end - first);
        }
        TileLoop.Run(engine, packed.Pointer, inner, tiles, first, end, panels, 0, Packing.Panels(kernel, panels.Columns), tail);
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
        public SharedRows Shared;
        public ProductRows Rows;

        public readonly void Run(int index)
        {
            var (tiles, inner, kernel) = (Shared.Tiles, Shared.Inner, Shared.Engine.ProductKernel);
            Rows.Pack(Shared.Engine, tiles.First(index), tiles.Rows(index), Shared.Packed + tiles.Floats(0, index, inner));

            // Whoever packs these tiles will most likely begin with the panels that belong to the same share of the groups.
            var threads = Math.Min(Shared.Engine.Threads, tiles.Count);
            var share = (int)((long)index * threads / tiles.Count);
            var (first, end) = (Part(tiles.Count, threads, share), Part(tiles.Count, threads, share + 1));
            var group = Part(Shared.Blocks * Shared.Groups, threads, share) % Shared.Groups;
            var panel = Part(Packing.Panels(kernel, Shared.Panels.Columns), Shared.Groups, group);
            TileLoop.FetchFirst(kernel, Shared.Panels.Panel(panel), inner, Math.Max(0, index - first), Math.Max(1, end - first));
        }
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
            TileLoop.Run(Engine, Packed + Tiles.Floats(0, first, Inner), Inner, Tiles, first, end,
                Panels, Part(panelCount, Groups, group), Part(panelCount, Groups, group + 1), Tail);
        }
    }
}
