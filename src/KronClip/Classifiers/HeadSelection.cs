namespace KronClip.Classifiers;

/// <summary>A head with some of its classes, whose numbers stay bit for bit what they are.</summary>
static class HeadSelection
{
    /// <summary>The head of some classes.</summary>
    /// <param name="head">Any head.</param>
    /// <param name="labels">Which of its classes, in the order that they shall have; each once.</param>
    /// <exception cref="ClassifierException">The head cannot be divided.</exception>
    public static ClassifierHead Of(ClassifierHead head, IReadOnlyList<int> labels) => head switch
    {
        PromptPerImageHead prompt => new PromptPerImageHead(prompt.Tensors, [.. labels.Select(l => prompt.Prompts[l])], prompt.Position),
        BlendedHead blended => new BlendedHead(Of(blended.First, labels), Of(blended.Second, labels), blended.Weight),
        CacheHead => Read(head, [.. Cache(head, labels)]),
        EmbeddingsHead or AffineHead or FusedHead => Read(head, [.. head.Tensors.Select(t => Rows(t, labels))]),
        _ => throw new ClassifierException($"A head of kind '{head.Kind}' cannot be divided into classes."),
    };

    /// <summary>Keys that speak for a class that is left out are left out with it; the others keep their order.</summary>
    static IEnumerable<NamedTensor> Cache(ClassifierHead head, IReadOnlyList<int> labels)
    {
        NamedTensor Tensor(string name) => head.Tensors.First(t => t.Name == name);
        yield return Rows(Tensor("class_embeddings"), labels);
        if (head.Tensors.FirstOrDefault(t => t.Name == "values") is { } values)
        {
            yield return Tensor("keys");
            yield return new NamedTensor(values.Name, [values.Shape[0], labels.Count], Columns(values, labels));
            yield break;
        }
        var places = labels.Index().ToDictionary(l => (float)l.Item, l => (float)l.Index);
        var speaks = Tensor("labels").Values.ToArray();
        int[] kept = [.. Enumerable.Range(0, speaks.Length).Where(n => places.ContainsKey(speaks[n]))];
        yield return Rows(Tensor("keys"), kept);
        yield return new NamedTensor("labels", [kept.Length], [.. kept.Select(n => places[speaks[n]])]);
    }

    static NamedTensor Rows(NamedTensor tensor, IReadOnlyList<int> rows)
    {
        var width = tensor.Values.Length / tensor.Shape[0];
        var values = new float[rows.Count * width];
        foreach (var (place, row) in rows.Index())
            tensor.Values.Slice(row * width, width).CopyTo(values.AsSpan(place * width));
        return new NamedTensor(tensor.Name, [rows.Count, .. tensor.Shape.Skip(1)], values);
    }

    static float[] Columns(NamedTensor tensor, IReadOnlyList<int> columns)
    {
        var values = new float[tensor.Shape[0] * columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = tensor.Values[i / columns.Count * tensor.Shape[1] + columns[i % columns.Count]];
        return values;
    }

    static ClassifierHead Read(ClassifierHead head, IReadOnlyList<NamedTensor> tensors) => ClassifierHead.Read(
        new HeadDescription { Kind = head.Kind, Settings = head.Settings }, tensors.ToDictionary(t => t.Name, StringComparer.Ordinal));
}
