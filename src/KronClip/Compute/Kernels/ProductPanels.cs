namespace KronClip.Compute.Kernels;

/// <summary>The packed right factor of a product, or a part of it: <paramref name="Columns"/> columns in panels that begin <paramref name="Stride"/> floats apart.</summary>
readonly unsafe record struct ProductPanels(nint First, nint Stride, int Columns)
{
    /// <summary>A whole factor [inner × columns], panel after panel.</summary>
    public ProductPanels(ProductKernel kernel, float* first, int inner, int columns) : this((nint)first, (nint)inner * kernel.PanelColumns, columns) { }

    /// <summary>Panel <paramref name="index"/>, [inner × PanelColumns].</summary>
    public float* Panel(int index) => (float*)First + index * Stride;
}
