using KronClip.Checkpoints;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

public class ModelCheckTests
{
    [Fact]
    public void PhotoMiniPasses()
    {
        var report = ModelCheck.Run(TestFiles.Data("models", "photo-mini"));
        Assert.True(report.Passed, report.ToJson());
        Assert.Empty(report.Warnings);
        Assert.Equal((192, 64, 128, 4096), (report.EmbeddingWidth, report.ImageSize, report.TextWidth, report.VocabularySize));
        Assert.Equal(4_108_417, report.Parameters);
    }
}
