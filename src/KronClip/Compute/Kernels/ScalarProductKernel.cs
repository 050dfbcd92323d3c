namespace KronClip.Compute.Kernels;

/// <summary>One sum at a time, in double: the specification.</summary>
sealed unsafe class ScalarProductKernel : ProductKernel
{
    public override int PanelColumns => 1;

    public override int LargestTileRows => 1;

    public override void Run(float* rows, float* panel, int inner, int tileRows, in ProductTile tile)
    {
        double sum = 0;
        for (var k = 0; k < inner; k++)
            sum += (double)rows[k] * panel[k];
        tile.Target[0] = (float)sum + tile.Bias[0] + tile.Addend[0];
    }
}
