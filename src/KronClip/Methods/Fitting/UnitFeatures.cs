using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>L2-normalised embeddings of pictures in fp64, exactly as a classifier sees them, and their classes.</summary>
/// <param name="Rows">f, [N×e].</param>
/// <param name="Labels">y, [N].</param>
sealed record UnitFeatures(DoubleMatrix Rows, int[] Labels)
{
    /// <summary>N.</summary>
    public int Count => Labels.Length;

    /// <exception cref="DataException">An embedding is zero or not finite.</exception>
    public static UnitFeatures Of(LabelledFeatures pictures, string what)
    {
        var rows = DoubleMatrix.From(pictures.Features);
        for (var i = 0; i < rows.Rows; i++)
        {
            var row = rows.Row(i);
            var squares = 0.0;
            foreach (var x in row)
                squares += x * x;
            var norm = Math.Sqrt(squares);                                 // in the order of Classifier.Normalised
            if (!double.IsFinite(norm) || norm == 0)
                throw new DataException($"The embedding of {what} picture {i} is {(norm == 0 ? "all zeros" : "not finite")}, so nothing can be fitted to it; check the picture and the model's weights.");
            for (var j = 0; j < row.Length; j++)
                row[j] /= norm;
        }
        return new UnitFeatures(rows, pictures.Labels);
    }

    /// <summary>Some of the pictures, in the order of <paramref name="pictures"/>.</summary>
    public UnitFeatures Select(IReadOnlyList<int> pictures) => new(Rows.Select(pictures), [.. pictures.Select(p => Labels[p])]);
}
