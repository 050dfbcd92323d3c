namespace KronClip.Compute.Kernels;

/// <summary>One sum at a time, in double: the specification.</summary>
sealed unsafe class ScalarProductKernel : ProductKernel
{
    public override int InnerBlock => int.MaxValue;

    public override int PanelColumns => 1;

    public override int LargestTileRows => 1;

    public override int TileRows(int rowsLeft) => 1;

    public override void Accumulate(float* rows, float* panel, int inner, int tileRows, float* sums)
    {
        double sum = 0;
        for (var k = 0; k < inner; k++)
            sum += (double)rows[k] * panel[k];
        sums[0] += (float)sum;
    }
}
