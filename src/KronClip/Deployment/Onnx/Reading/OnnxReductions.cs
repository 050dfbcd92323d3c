namespace KronClip.Deployment;

/// <summary>Operators over the rows of an axis, in double.</summary>
static class OnnxReductions
{
    /// <summary>One number for each row along an axis, which stays with the length 1.</summary>
    public static OnnxTensor Reduce(OnnxTensor x, int axis, Func<float[], double> of)
    {
        int[] shape = [.. x.Shape];
        shape[axis] = 1;
        var (length, inner) = (x.Shape[axis], OnnxTensor.Count(x.Shape[(axis + 1)..]));
        var result = new float[x.Length / length];
        var row = new float[length];
        for (var i = 0; i < result.Length; i++)
        {
            var (outer, place) = (i / inner, i % inner);
            for (var j = 0; j < length; j++)
                row[j] = x.Floats[(outer * length + j) * inner + place];
            result[i] = (float)of(row);
        }
        return OnnxTensor.Of(shape, result);
    }

    public static OnnxTensor Softmax(OnnxTensor x, int axis) => Rows(x, axis, (row, result) =>
    {
        var most = row[0];
        foreach (var v in row)
            most = Math.Max(most, v);
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
            sum += result[i] = (float)Math.Exp(row[i] - (double)most);
        for (var i = 0; i < row.Length; i++)
            result[i] = (float)(result[i] / sum);
    });

    /// <summary>(x - mean) / √(variance + ε)·weight + bias.</summary>
    public static OnnxTensor LayerNorm(OnnxTensor x, OnnxTensor weight, OnnxTensor bias, int axis, float epsilon) => Rows(x, axis, (row, result) =>
    {
        double mean = 0, square = 0;
        foreach (var v in row)
            mean += v;
        mean /= row.Length;
        foreach (var v in row)
            square += (v - mean) * (v - mean);
        var deviation = Math.Sqrt(square / row.Length + epsilon);
        for (var i = 0; i < row.Length; i++)
            result[i] = (float)((row[i] - mean) / deviation * weight.Floats[i] + bias.Floats[i]);
    });

    /// <summary>Means of windows, [B×C×h×w]; nothing is padded.</summary>
    public static OnnxTensor AveragePool(OnnxTensor x, long[] window, long[] strides)
    {
        var (h, w) = (x.Shape[2], x.Shape[3]);
        var (height, width) = (1 + (h - (int)window[0]) / (int)strides[0], 1 + (w - (int)window[1]) / (int)strides[1]);
        var result = new float[x.Shape[0] * x.Shape[1] * height * width];
        for (var i = 0; i < result.Length; i++)
        {
            var (map, y, column) = (i / (height * width), i / width % height, i % width);
            var sum = 0.0;
            for (var dy = 0; dy < window[0]; dy++)
            {
                for (var dx = 0; dx < window[1]; dx++)
                    sum += x.Floats[(map * h + y * (int)strides[0] + dy) * w + column * (int)strides[1] + dx];
            }
            result[i] = (float)(sum / (window[0] * window[1]));
        }
        return OnnxTensor.Of([x.Shape[0], x.Shape[1], height, width], result);
    }

    delegate void RowOperation(ReadOnlySpan<float> row, Span<float> result);

    static OnnxTensor Rows(OnnxTensor x, int axis, RowOperation of)
    {
        if (axis != x.Rank - 1)
            throw new InvalidDataException("only the last axis is known here");
        var (length, result) = (x.Shape[axis], new float[x.Length]);
        for (var i = 0; i < x.Length; i += length)
            of(x.Floats.AsSpan(i, length), result.AsSpan(i, length));
        return OnnxTensor.Of(x.Shape, result);
    }
}
