using System.Runtime.InteropServices;

namespace KronClip.Compute;

/// <summary>
/// Floats outside the managed heap, on a cache-line boundary. As a safe handle it is freed once, by <see cref="IDisposable.Dispose"/> or the
/// finalizer, and never while an operation holds a reference.
/// </summary>
sealed unsafe class AlignedMemory : SafeHandle
{
    const int CacheLine = 64;

    readonly long bytes;

    /// <summary>Room for <paramref name="floats"/> numbers, not cleared.</summary>
    public AlignedMemory(nint floats) : base(0, ownsHandle: true)
    {
        Length = floats;
        bytes = Math.Max((long)floats, 1) * sizeof(float);
        SetHandle((nint)NativeMemory.AlignedAlloc(checked((nuint)bytes), (nuint)(bytes >= HugePages.Size ? HugePages.Size : CacheLine)));
        HugePages.Wish(handle, checked((nint)bytes));
        GC.AddMemoryPressure(bytes);
    }

    /// <summary>Number of floats.</summary>
    public nint Length { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>First float; valid while the caller holds the object alive and undisposed.</summary>
    public float* Pointer => (float*)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(bytes);
        return true;
    }
}
