namespace KronClip.Deployment;

/// <summary>
/// Works a file through, node by node, as the operators' specification says (github.com/onnx/onnx, docs/Operators.md, opset 18): the check that what was written computes
/// what was meant, without a native library. Only the operators that are written here; plain rather than fast.
/// </summary>
sealed class OnnxEvaluator(OnnxFile file)
{
    /// <summary>The outputs for some inputs.</summary>
    /// <exception cref="DataException">A node is none that is known here, or its inputs do not fit it.</exception>
    public IReadOnlyDictionary<string, OnnxTensor> Run(IReadOnlyDictionary<string, OnnxTensor> inputs, CancellationToken cancel = default)
    {
        var values = new Dictionary<string, OnnxTensor>(inputs, StringComparer.Ordinal);
        var lastUse = LastUses();
        foreach (var (place, node) in file.Nodes.Index())
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                values[node.Output] = OnnxOperators.Run(node, [.. node.Inputs.Select(name => values.TryGetValue(name, out var value) ? value : file.Tensors[name])]);
            }
            catch (Exception error) when (error is InvalidDataException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException or OverflowException)
            {
                throw new DataException($"The node '{node.Output}' ({node.Operation}) of the ONNX file cannot be worked through: {error.Message}", error);
            }
            foreach (var name in node.Inputs.Where(name => lastUse[name] == place && !file.Outputs.Contains(name)))
                values.Remove(name);
        }
        return file.Outputs.ToDictionary(name => name, name => values[name], StringComparer.Ordinal);
    }

    Dictionary<string, int> LastUses()
    {
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, node) in file.Nodes.Index())
        {
            foreach (var name in node.Inputs)
                uses[name] = place;
        }
        return uses;
    }
}
