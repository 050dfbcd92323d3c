using KronClip.Clip;

namespace KronClip.Checkpoints;

/// <summary>
/// Lays a checkpoint's tensors beside those that the configuration asks for. Any difference is one error that lists the first few of each kind,
/// so that a wrong architecture is seen at a glance; nothing is ever loaded partially.
/// </summary>
static class CheckpointFit
{
    const int Shown = 5;

    /// <summary>Where each canonical tensor is, by canonical name.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, surplus, mis-shaped or not floating-point.</exception>
    public static Dictionary<string, (CanonicalTensor Tensor, StoredTensor Stored)> Require(
        WeightFiles weights, TensorNaming naming, string prefix, ClipConfig config)
    {
        var places = new Dictionary<string, (CanonicalTensor, StoredTensor)>(StringComparer.Ordinal);
        List<string> missing = [], wrong = [];
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in CanonicalTensors.Of(config))
        {
            var located = naming.Locate(tensor.Name);
            var stored = located with { Parts = Array.ConvertAll(located.Parts, part => prefix + part) };
            places.Add(tensor.Name, (tensor, stored));
            var expected = stored.PartShape(tensor.Shape);
            foreach (var part in stored.Parts)
            {
                used.Add(part);
                if (weights.Find(part) is not { } found)
                    missing.Add($"{part} {TensorInfo.FormatShape(expected)}");
                else if (!SameShape(expected, found.Shape))
                    wrong.Add($"{part}: expected {TensorInfo.FormatShape(expected)}, found {found.ShapeText}");
                else if (!found.Type.IsFloat())
                    wrong.Add($"{part}: expected floating-point numbers, found {found.Type.FormatName()}");
            }
        }
        var surplus = weights.Keys.Where(key => !used.Contains(key) && !naming.Ignores(key[prefix.Length..]))
            .Order(StringComparer.Ordinal).Select(key => $"{key} {weights.Find(key)!.ShapeText}").ToList();
        if (missing.Count + wrong.Count + surplus.Count == 0)
            return places;
        throw new CheckpointException(
            $"'{weights.Path}' does not hold the weights of the configured model ({config.Architecture}, embedding width {config.EmbeddingWidth})."
            + List("Missing", missing) + List("Wrong shape or type", wrong) + List("Surplus", surplus)
            + " Nothing was loaded; use the weights and the configuration of the same model.");
    }

    static string List(string title, List<string> entries) => entries.Count == 0
        ? ""
        : $" {title} ({entries.Count}): {string.Join("; ", entries.Take(Shown))}{(entries.Count > Shown ? "; …" : "")}.";

    /// <summary>Equal, or both a single number: some writers keep logit_scale as [1].</summary>
    static bool SameShape(long[] expected, long[] found) => expected.AsSpan().SequenceEqual(found) || (expected.Length == 0 && found is [1]);
}
