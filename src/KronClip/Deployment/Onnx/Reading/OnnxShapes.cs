namespace KronClip.Deployment;

/// <summary>Operators that move numbers and change none.</summary>
static class OnnxShapes
{
    /// <summary>The shape that two shapes share: from the back, equal or one of them 1.</summary>
    public static int[] Broadcast(int[] a, int[] b)
    {
        var shape = new int[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var (p, q) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            shape[^i] = p == q || q == 1 ? p : p == 1 ? q : throw new InvalidDataException($"the shapes [{string.Join(',', a)}] and [{string.Join(',', b)}] do not fit");
        }
        return shape;
    }

    /// <summary>A value for each place of a broadcast shape, of the places in the two tensors.</summary>
    public static T[] Pairs<T>(int[] a, int[] b, int[] shape, Func<int, int, T> of)
    {
        var result = new T[OnnxTensor.Count(shape)];
        if (a.AsSpan().SequenceEqual(b))
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = of(i, i);
            return result;
        }
        var (p, q) = (Steps(a, shape.Length), Steps(b, shape.Length));
        var place = new int[shape.Length];
        for (int i = 0, at = 0, bt = 0; i < result.Length; i++)
        {
            result[i] = of(at, bt);
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                (at, bt) = (at + p[d], bt + q[d]);
                if (++place[d] < shape[d])
                    break;
                (at, bt, place[d]) = (at - p[d] * shape[d], bt - q[d] * shape[d], 0);
            }
        }
        return result;
    }

    public static OnnxTensor Where(OnnxTensor condition, OnnxTensor x, OnnxTensor y)
    {
        var shape = Broadcast(Broadcast(condition.Shape, x.Shape), y.Shape);
        var (c, a, b) = (Expand(condition, shape), Expand(x, shape), Expand(y, shape));
        return OnnxTensor.Of(shape, [.. c.Floats.Select((chosen, i) => chosen != 0 ? a.Floats[i] : b.Floats[i])]);
    }

    public static OnnxTensor Shape(OnnxTensor x, long start, long end) => OnnxTensor.Of([(int)(Math.Min(end, x.Rank) - start)], [.. x.Shape[(int)start..(int)Math.Min(end, x.Rank)].Select(n => (long)n)]);

    /// <summary>0 keeps a dimension, -1 takes what is left.</summary>
    public static int[] Wanted(OnnxTensor x, long[] wanted)
    {
        int[] shape = [.. wanted.Select((n, i) => n == 0 ? x.Shape[i] : (int)n)];
        var open = Array.IndexOf(shape, -1);
        if (open >= 0)
            shape[open] = x.Length / -OnnxTensor.Count(shape);
        return shape;
    }

    public static OnnxTensor Transpose(OnnxTensor x, long[] order)
    {
        int[] shape = [.. order.Select(d => x.Shape[d])], own = Steps(x.Shape, x.Rank), steps = [.. order.Select(d => own[d])];
        return x.IsWhole ? OnnxTensor.Of(shape, Walk(x.Integers)) : OnnxTensor.Of(shape, Walk(x.Floats));

        T[] Walk<T>(T[] source)
        {
            var result = new T[source.Length];
            var place = new int[shape.Length];
            for (int i = 0, at = 0; i < result.Length; i++)
            {
                result[i] = source[at];
                for (var d = shape.Length - 1; d >= 0; d--)
                {
                    at += steps[d];
                    if (++place[d] < shape[d])
                        break;
                    (at, place[d]) = (at - steps[d] * shape[d], 0);
                }
            }
            return result;
        }
    }

    public static OnnxTensor Concat(OnnxTensor[] parts, int axis)
    {
        int[] shape = [.. parts[0].Shape];
        shape[axis] = parts.Sum(p => p.Shape[axis]);
        var outer = OnnxTensor.Count(shape[..axis]);
        return parts.All(p => p.IsWhole) ? OnnxTensor.Of(shape, Joined(p => p.Integers)) : OnnxTensor.Of(shape, Joined(p => p.Floats));

        T[] Joined<T>(Func<OnnxTensor, T[]> of) =>
            [.. Enumerable.Range(0, outer).SelectMany(o => parts.SelectMany(p => new ArraySegment<T>(of(p), o * (p.Length / outer), p.Length / outer)))];
    }

    public static OnnxTensor Gather(OnnxTensor x, OnnxTensor places, int axis)
    {
        int[] shape = [.. x.Shape[..axis], .. places.Shape, .. x.Shape[(axis + 1)..]];
        var (outer, inner) = (OnnxTensor.Count(x.Shape[..axis]), OnnxTensor.Count(x.Shape[(axis + 1)..]));
        return x.IsWhole ? OnnxTensor.Of(shape, Taken(x.Integers)) : OnnxTensor.Of(shape, Taken(x.Floats));

        T[] Taken<T>(T[] source) =>
            [.. Enumerable.Range(0, outer).SelectMany(o => places.Integers.SelectMany(p => new ArraySegment<T>(source, (o * x.Shape[axis] + (int)p) * inner, inner)))];
    }

    public static OnnxTensor Expand(OnnxTensor x, long[] wanted) => Expand(x, [.. wanted.Select(n => (int)n)]);

    static OnnxTensor Expand(OnnxTensor x, int[] wanted)
    {
        var shape = Broadcast(x.Shape, wanted);
        return OnnxTensor.Of(shape, Pairs(x.Shape, shape, shape, (i, _) => x.Floats[i]));
    }

    /// <summary>How far the next place of each dimension lies; 0 where a tensor is repeated.</summary>
    static int[] Steps(int[] shape, int rank)
    {
        var steps = new int[rank];
        for (int i = 1, step = 1; i <= shape.Length; step *= shape[^i], i++)
            steps[^i] = shape[^i] == 1 ? 0 : step;
        return steps;
    }
}
