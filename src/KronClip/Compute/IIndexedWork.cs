namespace KronClip.Compute;

/// <summary>The body of a parallel loop, with what it needs as fields. Several threads call it on one instance; it changes no field.</summary>
interface IIndexedWork
{
    /// <summary>Does item <paramref name="index"/>.</summary>
    void Run(int index);
}
