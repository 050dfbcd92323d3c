using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>The tiny golden models, loaded once per kernel path.</summary>
sealed class TinyClip : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();
    readonly ClipCheckpoint checkpoint;

    TinyClip(Engine engine, Action<string> write)
    {
        write(folder.Path);
        checkpoint = ClipCheckpoint.Open(folder.Path);
        var config = checkpoint.Config;
        Text = new TextTower(engine, checkpoint, config.Text, config.EmbeddingWidth, startToken: 49406, endToken: 49407);
        Image = config.Vision is VisionTransformerConfig vit
            ? new VisionTransformer(engine, checkpoint, vit, config.EmbeddingWidth)
            : new ResNetTower(engine, checkpoint, (ResNetConfig)config.Vision, config.EmbeddingWidth);
        LogitScale = Math.Exp(checkpoint.Read("logit_scale")[0]);
    }

    public TextTower Text { get; }

    public ImageTower Image { get; }

    public double LogitScale { get; }

    public static TinyClip Vit(Engine engine) => new(engine, TinyModels.WriteOpenAiVit);

    public static TinyClip HuggingFaceVit(Engine engine) => new(engine, TinyModels.WriteHuggingFaceVit);

    public static TinyClip ResNet(Engine engine) => new(engine, TinyModels.WriteOpenAiResNet);

    public static TheoryData<KernelPath> Paths => new(Enum.GetValues<KernelPath>().Where(Engine.IsSupported));

    public void Dispose()
    {
        Text.Dispose();
        Image.Dispose();
        checkpoint.Dispose();
        folder.Dispose();
    }
}
