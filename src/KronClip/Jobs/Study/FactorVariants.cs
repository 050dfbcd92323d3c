using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// Other factor shapes for K × d than the near-square default k_1×d_1 ⊗ k_2×d_2 (k_1 ≤ k_2, d_1 ≥ d_2), each of another kind:
/// the small side beside the small one, k_1×d_2 ⊗ k_2×d_1; two lopsided factors; three factors, which have the fewest numbers. What the divisors do not give is left out.
/// </summary>
static class FactorVariants
{
    public static IReadOnlyList<IReadOnlyList<int[]>> Of(int size, int width)
    {
        var ((k1, k2), (d2, d1)) = (CkCoOp.NearSquare(size), CkCoOp.NearSquare(width));
        var variants = new List<IReadOnlyList<int[]>> { new int[][] { [k1, d2], [k2, d1] } };
        if (k1 % 4 == 0 && d2 % 4 == 0)
            variants.Add(new int[][] { [k1 / 4, 4 * d1], [4 * k2, d2 / 4] });
        var (rows, columns) = (Three(size), Three(width));
        if (rows[0] > 1 && columns[0] > 1)
            variants.Add([.. rows.Select((r, i) => new[] { r, columns[2 - i] })]);
        return variants;
    }

    /// <summary>Three divisors a ≤ b ≤ c of n whose product is n, as close as they get by taking the largest a up to the cube root first.</summary>
    static int[] Three(int n)
    {
        var a = (int)Math.Cbrt(n + 0.5);
        while (n % a != 0)
            a--;
        var (b, c) = CkCoOp.NearSquare(n / a);
        int[] three = [a, b, c];
        Array.Sort(three);
        return three;
    }
}
