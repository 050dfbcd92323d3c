using KronClip.Compute;
using KronClip.Compute.Kernels;

namespace KronClip.Methods;

/// <summary>
/// W (A_1 ⊗ A_2 ⊗ … ⊗ A_n) and its gradients without ever forming the Kronecker product: a row of W, read as a tensor of shape (k_1, …, k_n), is contracted with
/// one factor after the other. For two factors this is row m ← vec(A_1ᵀ W_m A_2), row-major vec (docs/method.md). The room for the tensors on the way is kept
/// for the next call. W may have fewer columns than the product has rows; the rows behind them then do nothing. Not thread-safe.
/// </summary>
sealed unsafe class KroneckerChain
{
    readonly RowKernels kernels;
    readonly IReadOnlyList<Parameter> factors;
    readonly (int Left, int K, int D, int Right)[] axes;       // what stands before and after axis i when it is contracted
    readonly float[][] stages, gradients;                      // stage 0 is a row of W; stage i has its first i axes contracted to d_1 … d_i

    /// <param name="engine">Kernels.</param>
    /// <param name="factors">A_i with shapes [k_i × d_i]; ∏ k_i ≥ K, ∏ d_i = d.</param>
    public KroneckerChain(Engine engine, IReadOnlyList<Parameter> factors)
    {
        (kernels, this.factors) = (engine.RowKernels, factors);
        axes = factors.Select((factor, i) => (
            factors.Take(i).Aggregate(1, (n, f) => n * f.Shape[1]),
            factor.Shape[0],
            factor.Shape[1],
            factors.Skip(i + 1).Aggregate(1, (n, f) => n * f.Shape[0]))).ToArray();
        float[][] Room() => [new float[axes[0].K * axes[0].Right], .. axes.Select(a => new float[a.Left * a.D * a.Right])];
        (stages, gradients) = (Room(), Room());
    }

    /// <summary>Adds W (A_1 ⊗ … ⊗ A_n) to <paramref name="v"/>. [M×K] → [M×d]</summary>
    public void AddTo(Matrix v, Matrix w)
    {
        for (var m = 0; m < v.Rows; m++)
        {
            Contract(w.Row(m));
            Add(stages[^1], v.Row(m));
        }
    }

    /// <summary>Adds the gradients of W ([M×K]) and of every factor that follow from <paramref name="dV"/>, [M×d].</summary>
    public void AddGradients(Matrix dV, Matrix w, Matrix dW)
    {
        for (var m = 0; m < dV.Rows; m++)
        {
            Contract(w.Row(m));
            dV.Row(m).CopyTo(gradients[^1]);
            for (var i = factors.Count - 1; i >= 0; i--)
                ContractBackwards(i);
            Add(gradients[0], dW.Row(m));
        }
    }

    /// <summary>B = A_1 ⊗ … ⊗ A_n in full, [K×d]: for inspection and tests, never for training.</summary>
    public Matrix Materialise()
    {
        var product = new Matrix(1, 1, [1]);
        foreach (var factor in factors)
        {
            var (k, d) = (factor.Shape[0], factor.Shape[1]);
            var next = new Matrix(product.Rows * k, product.Columns * d);
            for (var i = 0; i < product.Rows; i++)
                for (var j = 0; j < product.Columns; j++)
                    for (var p = 0; p < k; p++)
                        for (var q = 0; q < d; q++)
                            next[i * k + p, j * d + q] = product[i, j] * factor.Values[p * d + q];
            product = next;
        }
        return product;
    }

    /// <summary>Fills all stages from a row of W.</summary>
    void Contract(ReadOnlySpan<float> row)
    {
        row.CopyTo(stages[0]);                                                  // what stands behind the row stays zero
        for (var i = 0; i < factors.Count; i++)
        {
            var (left, k, d, right) = axes[i];
            fixed (float* a = factors[i].Values, t = stages[i], next = stages[i + 1])
            {
                for (var l = 0; l < left; l++)
                {
                    if (right == 1)                                             // T'[l, :] = Σ_p T[l, p] A[p, :]
                        kernels.WeightedSum(t + l * k, 1, a, d, k, d, next + l * d, accumulate: false);
                    for (var j = 0; right > 1 && j < d; j++)                    // T'[l, j, :] = Σ_p A[p, j] T[l, p, :]
                        kernels.WeightedSum(a + j, d, t + l * k * right, right, k, right, next + (l * d + j) * right, accumulate: false);
                }
            }
        }
    }

    /// <summary>One contraction backwards: adds dA_i, and fills the gradient of stage i from that of the next.</summary>
    void ContractBackwards(int i)
    {
        var (left, k, d, right) = axes[i];
        fixed (float* a = factors[i].Values, dA = factors[i].Gradient, t = stages[i], dNext = gradients[i + 1], dT = gradients[i])
        {
            if (right == 1)
            {
                kernels.Dots(new MatrixView(dNext, left, d, d), new MatrixView(a, k, d, d), dT, k, accumulate: false);         // dT[l, p] = dT'[l, :] · A[p, :]
                for (var p = 0; p < k; p++)
                    kernels.WeightedSum(t + p, k, dNext, d, left, d, dA + p * d, accumulate: true);                            // dA[p, :] = Σ_l T[l, p] dT'[l, :]
                return;
            }
            for (var l = 0; l < left; l++)
            {
                var (tOfL, dNextOfL) = (new MatrixView(t + l * k * right, k, right, right), new MatrixView(dNext + l * d * right, d, right, right));
                kernels.Dots(tOfL, dNextOfL, dA, d, accumulate: true);                                                         // dA[p, j] = Σ_l T[l, p, :] · dT'[l, j, :]
                for (var p = 0; p < k; p++)
                    kernels.WeightedSum(a + p * d, 1, dNextOfL.At(0, 0), right, d, right, dT + (l * k + p) * right, accumulate: false);  // dT[l, p, :] = Σ_j A[p, j] dT'[l, j, :]
            }
        }
    }

    static void Add(ReadOnlySpan<float> source, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] += source[i];
    }
}
