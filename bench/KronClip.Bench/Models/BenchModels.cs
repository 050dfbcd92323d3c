using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Bench.Models;

/// <summary>Full-size models of seeded random numbers, which cost what real ones cost. Written once into the temporary folder and used again.</summary>
static class BenchModels
{
    /// <summary>[SOS] and [EOS] of CLIP's vocabulary.</summary>
    public const int StartToken = 49406, EndToken = 49407;

    /// <summary>Folder of ViT-B with patches of <paramref name="patch"/> pixels, weights in F32 under OpenAI's names.</summary>
    public static string VitB(int patch)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"kronclip-bench-vit-b-{patch}");
        if (File.Exists(WeightFile(folder)))
            return folder;
        var making = folder + ".making";
        if (Directory.Exists(making))
            Directory.Delete(making, recursive: true);
        Directory.CreateDirectory(making);
        FullSizeModels.WriteVitOfPatch(making, patch);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(making, folder);
        return folder;
    }

    /// <summary>The file with the weights.</summary>
    public static string WeightFile(string folder) => Path.Combine(folder, "open_clip_model.safetensors");

    /// <summary>The text tower of a checkpoint on an engine.</summary>
    public static TextTower Text(Engine engine, ClipCheckpoint weights) =>
        new(engine, weights, weights.Config.Text, weights.Config.EmbeddingWidth, StartToken, EndToken);
}
