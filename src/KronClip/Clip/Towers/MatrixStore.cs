using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Where a pass takes its matrices from: memory of its own, or memory that several passes use one after the other. Matrices have the rows of the layout
/// or one row per sequence, and their contents are undefined at first.
/// </summary>
abstract class MatrixStore
{
    /// <summary>[R × columns].</summary>
    public abstract Matrix Rows(int columns);

    /// <summary>[sequences × columns].</summary>
    public abstract Matrix Sequences(int columns);
}

/// <summary>Memory for one layout alone.</summary>
sealed class OwnStore(SequenceLayout layout) : MatrixStore
{
    public override Matrix Rows(int columns) => Matrix.Uninitialised(layout.Rows, columns);

    public override Matrix Sequences(int columns) => Matrix.Uninitialised(layout.Sequences, columns);
}

/// <summary>No memory at all: adds up what would be taken. Its matrices are empty.</summary>
sealed class MeasuringStore(SequenceLayout layout) : MatrixStore
{
    /// <summary>What was asked for.</summary>
    public long Bytes { get; private set; }

    public override Matrix Rows(int columns) => Add(layout.Rows, columns);

    public override Matrix Sequences(int columns) => Add(layout.Sequences, columns);

    Matrix Add(int rows, int columns)
    {
        Bytes += (long)rows * columns * sizeof(float);
        return new Matrix(0, columns);
    }
}

/// <summary>Memory that is large enough for each of several layouts; all passes that take the same matrices in the same order share it.</summary>
sealed class SharedMemory(IReadOnlyCollection<SequenceLayout> layouts)
{
    readonly int largestRows = layouts.Max(l => l.Rows), largestSequences = layouts.Max(l => l.Sequences);
    readonly List<float[]> buffers = [];

    /// <summary>What has been taken.</summary>
    public long Bytes => buffers.Sum(b => (long)b.Length * sizeof(float));

    /// <summary>A store for one of the layouts.</summary>
    public MatrixStore For(SequenceLayout layout) => new Store(this, layout);

    sealed class Store(SharedMemory memory, SequenceLayout layout) : MatrixStore
    {
        int taken;

        public override Matrix Rows(int columns) => Take(layout.Rows, columns, memory.largestRows);

        public override Matrix Sequences(int columns) => Take(layout.Sequences, columns, memory.largestSequences);

        Matrix Take(int rows, int columns, int largest)
        {
            if (taken == memory.buffers.Count)
                memory.buffers.Add(Matrix.Buffer(largest, columns));
            return Matrix.Over(memory.buffers[taken++], rows, columns);
        }
    }
}
