using Microsoft.ML.OnnxRuntime;

namespace KronClip.Tests.Deployment.Onnx;

/// <summary>ONNX Runtime on a written file: the judge that shares no line with us.</summary>
sealed class RuntimeSession(string path) : IDisposable
{
    readonly InferenceSession session = new(path);
    readonly RunOptions run = new();

    public IReadOnlyDictionary<string, string> Metadata => session.ModelMetadata.CustomMetadataMap;

    public IReadOnlyList<string> Inputs => session.InputNames;

    public Dictionary<string, float[]> Run(string input, float[] numbers, params long[] shape)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(numbers, shape);
        return Run(input, value);
    }

    public Dictionary<string, float[]> Run(string input, byte[] samples, params long[] shape)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(samples, shape);
        return Run(input, value);
    }

    Dictionary<string, float[]> Run(string input, OrtValue value)
    {
        using var outputs = session.Run(run, [input], [value], session.OutputNames);
        return session.OutputNames.Zip(outputs, (name, output) => (name, output.GetTensorDataAsSpan<float>().ToArray())).ToDictionary(o => o.name, o => o.Item2, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        run.Dispose();
        session.Dispose();
    }
}
