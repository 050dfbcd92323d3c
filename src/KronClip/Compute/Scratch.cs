namespace KronClip.Compute;

/// <summary>
/// Working memory of one operation on one thread, kept by the thread for the next: nothing is allocated in the steady state. Use with `using`;
/// the contents are undefined at the start. Buffers come back in the order opposite to their renting, so nested operations never share one.
/// </summary>
readonly unsafe ref struct Scratch
{
    const int KeptPerThread = 8;
    [ThreadStatic] static Stack<AlignedMemory>? kept;
    readonly AlignedMemory memory;

    /// <summary>At least <paramref name="floats"/> numbers.</summary>
    public Scratch(nint floats)
    {
        var stack = kept ??= new Stack<AlignedMemory>(KeptPerThread);
        if (stack.TryPop(out var candidate) && candidate.Length >= floats)
        {
            memory = candidate;
            return;
        }
        candidate?.Dispose();
        memory = new AlignedMemory(Math.Max(floats, 1024));
    }

    /// <summary>The numbers, on a cache-line boundary.</summary>
    public float* Pointer => memory.Pointer;

    /// <summary>Gives the memory back to the thread.</summary>
    public void Dispose()
    {
        if (kept!.Count < KeptPerThread)
            kept.Push(memory);
        else
            memory.Dispose();
    }
}
