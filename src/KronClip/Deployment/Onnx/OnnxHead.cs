using KronClip.Classifiers;

namespace KronClip.Deployment;

/// <summary>Heads as nodes: logits [B×C] of normalised embeddings [B×e]. The equations stand at the heads themselves.</summary>
sealed class OnnxHead(OnnxGraph graph, double scale)
{
    /// <summary>The logits.</summary>
    /// <exception cref="ClassifierException">The head needs the text tower for every picture.</exception>
    public string Logits(ClassifierHead head, string feature)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head switch
        {
            EmbeddingsHead => Scaled(Along(feature, Tensor(head, "class_embeddings")), scale),                         // s·(f·g_c)
            AffineHead => graph.Node("Gemm", [feature, Weight(Tensor(head, "weights")), Weight(Tensor(head, "bias"))], ("transB", 1L)),
            CacheHead => Cache(head, feature),
            FusedHead => Fused(head, feature),
            BlendedHead blended => graph.Node("Add", [Logits(blended.First, feature), Scaled(Logits(blended.Second, feature), blended.Weight)]),
            { Kind: PromptPerImageHead.KindName } => throw new ClassifierException($"A head of kind '{head.Kind}' makes its prompt anew for each picture with the text tower, which no ONNX file of a classifier holds. "
                + "Train a method whose context all pictures share, such as ck-coop, kgcoop or coop, and export that."),
            _ => throw new ClassifierException($"A head of kind '{head.Kind}' cannot be exported."),
        };
    }

    /// <summary>scale·(f·t_c) + weight·Σ_n exp(-sharpness (1 - f·k_n)) v_nc.</summary>
    string Cache(ClassifierHead head, string feature)
    {
        var labels = head.Tensors.FirstOrDefault(t => t.Name == "labels");
        var keys = Tensor(head, "keys");
        var values = labels is null ? Weight(Tensor(head, "values")) : graph.Numbers([labels.Shape[0], head.Classes], OneHot(labels.Values, head.Classes));
        var affinity = graph.Node("Exp", [Scaled(graph.Node("Sub", [Along(feature, keys), graph.Number(1)]), Setting(head, "sharpness"))]);
        var cache = Scaled(graph.Node("MatMul", [affinity, values]), Setting(head, "weight"));
        return graph.Node("Add", [Scaled(Along(feature, Tensor(head, "class_embeddings")), scale), cache]);
    }

    /// <summary>w = σ(sharpness (p_t - p_z)); logit_c = s·(w f·t_c + (1 - w) f·z_c) / ‖w t_c + (1 - w) z_c‖.</summary>
    string Fused(ClassifierHead head, string feature)
    {
        var (tuned, zeroShot) = (Tensor(head, "tuned_embeddings"), Tensor(head, "zero_shot_embeddings"));
        var (tt, zz, tz) = (Products(tuned, tuned), Products(zeroShot, zeroShot), Products(tuned, zeroShot));
        var (ft, fz) = (Along(feature, tuned), Along(feature, zeroShot));
        var w = graph.Node("Sigmoid", [Scaled(graph.Node("Sub", [Surest(ft, tt), Surest(fz, zz)]), Setting(head, "sharpness"))]);       // [B×1]
        var u = graph.Node("Sub", [graph.Number(1), w]);
        string Row(double[] values) => graph.Numbers([1, values.Length], Array.ConvertAll(values, v => (float)v));
        string Mul(string a, string b) => graph.Node("Mul", [a, b]);
        var square = graph.Node("Add", [graph.Node("Add", [Mul(Mul(w, w), Row(tt)), Mul(Scaled(Mul(w, u), 2), Row(tz))]), Mul(Mul(u, u), Row(zz))]);
        var along = graph.Node("Add", [Mul(w, ft), Mul(u, fz)]);
        return Scaled(graph.Node("Div", [along, graph.Node("Sqrt", [square])]), scale);
    }

    /// <summary>max_c softmax_c(s·f·t_c/‖t_c‖), [B×1].</summary>
    string Surest(string along, double[] squares)
    {
        var lengths = graph.Numbers([1, squares.Length], Array.ConvertAll(squares, v => (float)Math.Sqrt(v)));
        var probabilities = graph.Node("Softmax", [Scaled(graph.Node("Div", [along, lengths]), scale)], ("axis", -1L));
        return graph.Node("ReduceMax", [probabilities, graph.Integers(1)], ("keepdims", 1L));
    }

    string Along(string feature, NamedTensor rows) => graph.Node("Gemm", [feature, Weight(rows)], ("transB", 1L));

    string Scaled(string x, double by) => graph.Node("Mul", [x, graph.Number(by)]);

    int tensors;

    string Weight(NamedTensor tensor) => graph.Weight(FormattableString.Invariant($"head.{tensor.Name}.{tensors++}"), [.. tensor.Shape.Select(n => (long)n)], () => tensor.Values.ToArray());

    static NamedTensor Tensor(ClassifierHead head, string name) => head.Tensors.First(t => t.Name == name);

    static double Setting(ClassifierHead head, string name) => head.Settings.GetProperty(name).GetDouble();

    static float[] OneHot(ReadOnlySpan<float> labels, int classes)
    {
        var values = new float[labels.Length * classes];
        for (var n = 0; n < labels.Length; n++)
            values[n * classes + (int)labels[n]] = 1;
        return values;
    }

    /// <summary>a_c·b_c of every class.</summary>
    static double[] Products(NamedTensor a, NamedTensor b)
    {
        var (classes, width) = (a.Shape[0], a.Shape[1]);
        var result = new double[classes];
        for (var c = 0; c < classes; c++)
        {
            for (var i = 0; i < width; i++)
                result[c] += a.Values[c * width + i] * (double)b.Values[c * width + i];
        }
        return result;
    }
}
