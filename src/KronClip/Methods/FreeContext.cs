using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Context words V that are themselves what is learned, [M×d], or [C×M×d] where each class has its own.</summary>
sealed class FreeContext
{
    /// <param name="v">Where it starts, [M×d] or [C·M×d].</param>
    /// <param name="shape">The shape of the tensor; by default that of <paramref name="v"/>.</param>
    public FreeContext(Matrix v, params int[] shape)
    {
        Words = new Parameter("ctx", shape.Length == 0 ? [v.Rows, v.Columns] : shape);
        Rows = v.Rows;
        v.Span.CopyTo(Words.Values);
    }

    /// <summary>The tensor, under the published name.</summary>
    public Parameter Words { get; }

    /// <summary>Rows of V.</summary>
    public int Rows { get; }

    /// <summary>V ← its values.</summary>
    public void WriteTo(Matrix v) => Words.Values.CopyTo(v.Span);

    /// <summary>dL/dctx += dL/dV.</summary>
    public void AddGradient(Matrix dV)
    {
        for (var i = 0; i < Words.Count; i++)
            Words.Gradient[i] += dV.Data[i];
    }
}
