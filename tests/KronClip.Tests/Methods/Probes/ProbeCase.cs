using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>A small problem for methods without a prompt, and what tools/ReferenceValues/probes.py computed of it.</summary>
sealed class ProbeCase
{
    readonly JsonElement json;

    public ProbeCase(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("probes", name + ".json")));
        json = document.RootElement.Clone();
        Setup = new FitSetup(Engine.Default, Matrix("text"), json.GetProperty("scale").GetDouble(), 1);
        Train = new LabelledFeatures(Matrix("features"), Labels("labels"));
        Held = new LabelledFeatures(Matrix("held"), Labels("heldLabels"));
        Unit = UnitFeatures.Of(Train, "training");
    }

    public FitSetup Setup { get; }

    public LabelledFeatures Train { get; }

    public LabelledFeatures Held { get; }

    public UnitFeatures Unit { get; }

    public JsonElement this[string name] => json.GetProperty(name);

    public static LabelledFeatures None(int width) => new(new Matrix(0, width), []);

    public static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().SelectMany(x => x.ValueKind == JsonValueKind.Array ? Numbers(x) : [x.GetDouble()])];

    /// <summary>Logits of raw embeddings, row after row.</summary>
    public static double[] Logits(ClassifierHead head, Matrix features, double scale)
    {
        var unit = UnitFeatures.Of(new LabelledFeatures(features, new int[features.Rows]), "test").Rows;
        var all = new double[features.Rows * head.Classes];
        for (var i = 0; i < features.Rows; i++)
            head.Logits(unit.Row(i), scale, all.AsSpan(i * head.Classes, head.Classes));
        return all;
    }

    Matrix Matrix(string name)
    {
        var rows = json.GetProperty(name).GetArrayLength();
        var numbers = Numbers(json.GetProperty(name));
        return new Matrix(rows, numbers.Length / rows, [.. numbers.Select(x => (float)x)]);
    }

    int[] Labels(string name) => [.. json.GetProperty(name).EnumerateArray().Select(x => x.GetInt32())];
}
