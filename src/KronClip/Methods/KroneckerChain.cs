using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// W (A_1 ⊗ A_2 ⊗ … ⊗ A_n) and its gradients without ever forming the Kronecker product: a row of W, read as a tensor of shape (k_1, …, k_n), is contracted with
/// one factor after the other. For two factors this is row m ← vec(A_1ᵀ W_m A_2), row-major vec (METHOD.md).
/// </summary>
/// <param name="factors">A_i with shapes [k_i × d_i]; ∏ k_i = K, ∏ d_i = d.</param>
sealed class KroneckerChain(IReadOnlyList<Parameter> factors)
{
    /// <summary>Adds W (A_1 ⊗ … ⊗ A_n) to <paramref name="v"/>. [M×K] → [M×d]</summary>
    public void AddTo(Matrix v, ReadOnlySpan<float> w, int dictionarySize)
    {
        for (var m = 0; m < v.Rows; m++)
        {
            var stages = Contract(w.Slice(m * dictionarySize, dictionarySize));
            var row = v.Row(m);
            for (var j = 0; j < row.Length; j++)
                row[j] += stages[^1][j];
        }
    }

    /// <summary>Adds the gradients of W ([M×K]) and of every factor that follow from <paramref name="dV"/>, [M×d].</summary>
    public void AddGradients(Matrix dV, ReadOnlySpan<float> w, Span<float> dW, int dictionarySize)
    {
        for (var m = 0; m < dV.Rows; m++)
        {
            var stages = Contract(w.Slice(m * dictionarySize, dictionarySize));
            var gradient = dV.Row(m).ToArray();
            for (var i = factors.Count - 1; i >= 0; i--)
                gradient = ContractBackwards(i, stages[i], gradient);
            for (var k = 0; k < dictionarySize; k++)
                dW[m * dictionarySize + k] += gradient[k];
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

    /// <summary>All intermediate tensors: stage 0 is the row of W, stage i has its first i axes contracted to d_1 … d_i.</summary>
    float[][] Contract(ReadOnlySpan<float> row)
    {
        var stages = new float[factors.Count + 1][];
        stages[0] = row.ToArray();
        for (var i = 0; i < factors.Count; i++)
        {
            var (left, k, d, right) = Axes(i);
            var (a, source, target) = (factors[i].Values, stages[i], new float[left * d * right]);
            for (var l = 0; l < left; l++)                                  // T'[l, j, r] = Σ_p A[p, j] T[l, p, r]
                for (var p = 0; p < k; p++)
                    for (var j = 0; j < d; j++)
                        for (var r = 0; r < right; r++)
                            target[(l * d + j) * right + r] += a[p * d + j] * source[(l * k + p) * right + r];
            stages[i + 1] = target;
        }
        return stages;
    }

    /// <summary>One contraction backwards: adds dA_i, returns dT.</summary>
    float[] ContractBackwards(int i, float[] t, float[] dOut)
    {
        var (left, k, d, right) = Axes(i);
        var (a, dA, dT) = (factors[i].Values, factors[i].Gradient, new float[left * k * right]);
        for (var l = 0; l < left; l++)
        {
            for (var p = 0; p < k; p++)
            {
                for (var j = 0; j < d; j++)
                {
                    var sum = 0f;
                    for (var r = 0; r < right; r++)
                    {
                        var g = dOut[(l * d + j) * right + r];
                        sum += g * t[(l * k + p) * right + r];              // dA[p, j] = Σ_{l,r} dT'[l, j, r] T[l, p, r]
                        dT[(l * k + p) * right + r] += a[p * d + j] * g;    // dT[l, p, r] = Σ_j A[p, j] dT'[l, j, r]
                    }
                    dA[p * d + j] += sum;
                }
            }
        }
        return dT;
    }

    (int Left, int K, int D, int Right) Axes(int i) => (
        factors.Take(i).Aggregate(1, (n, f) => n * f.Shape[1]),
        factors[i].Shape[0],
        factors[i].Shape[1],
        factors.Skip(i + 1).Aggregate(1, (n, f) => n * f.Shape[0]));
}
