namespace KronClip.Compute;

/// <summary>The body of a parallel loop over rows, with what it needs as fields; it changes no field.</summary>
interface IRowWork
{
    /// <summary>Does <paramref name="count"/> rows from <paramref name="first"/> on.</summary>
    void Run(int first, int count);
}

/// <summary>Parallel loops over rows, in blocks large enough to be worth a thread's while. Nothing is allocated.</summary>
static class RowBlocks
{
    const int FloatsPerBlock = 16 * 1024;

    /// <summary>Runs <paramref name="work"/> on blocks that cover all rows.</summary>
    public static void ForEach<TWork>(Engine engine, int rows, int columns, in TWork work) where TWork : struct, IRowWork
    {
        if (rows == 0 || columns == 0)
            return;
        var rowsPerBlock = Math.Max(1, FloatsPerBlock / columns);
        var blocks = new Blocks<TWork> { Work = work, Rows = rows, RowsPerBlock = rowsPerBlock };
        engine.ForEach((rows + rowsPerBlock - 1) / rowsPerBlock, ref blocks);
    }

    /// <summary>Calls <paramref name="body"/>(first row, number of rows) for blocks that cover all rows.</summary>
    public static void ForEach(Engine engine, int rows, int columns, Action<int, int> body) => ForEach(engine, rows, columns, new Delegate(body));

    struct Blocks<TWork> : IIndexedWork where TWork : struct, IRowWork
    {
        public TWork Work;
        public int Rows, RowsPerBlock;

        public readonly void Run(int index) => Work.Run(index * RowsPerBlock, Math.Min(RowsPerBlock, Rows - index * RowsPerBlock));
    }

    readonly struct Delegate(Action<int, int> body) : IRowWork
    {
        public void Run(int first, int count) => body(first, count);
    }
}
