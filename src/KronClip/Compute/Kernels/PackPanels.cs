namespace KronClip.Compute.Kernels;

/// <summary>Item: one panel of a product's right factor to be packed.</summary>
unsafe struct PackPanels : IIndexedWork
{
    public ProductKernel Kernel;
    public MatrixView Source;
    public float* Target;

    public readonly void Run(int index) => Packing.Panel(Kernel, Source, index, Target + (nint)index * Source.Rows * Kernel.PanelColumns);
}
