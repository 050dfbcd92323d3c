using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>Where the licence of a model's weights stands.</summary>
public sealed class ModelLicenceTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    string? Readme(string text)
    {
        File.WriteAllText(folder.File("README.md"), text);
        return ModelLicence.Of(folder.Path, folder.Path);
    }

    [Fact]
    public void TheCatalogueKnowsItsRepositories()
    {
        Assert.Equal("CC-BY-NC-4.0", ModelLicence.Of("timm/vit_base_patch16_clip_224.metaclip_2pt5b@0123456789abcdef0123456789abcdef01234567", folder.Path));
        Assert.Null(ModelLicence.Of("somebody/something", folder.Path));
    }

    [Fact]
    public void ElseTheFrontMatterOfTheReadme()
    {
        Assert.Null(ModelLicence.Of(folder.Path, folder.Path));
        Assert.Equal("apache-2.0", Readme("---\ntags: [clip]\nlicense: apache-2.0\n---\n# Model\n"));
        Assert.Equal("mit", Readme("---\r\nlicense: \"mit\"\r\n---\r\n"));
        Assert.Null(Readme("---\ntags: [clip]\n---\nlicense: mit\n"));
        Assert.Null(Readme("# Model\nlicense: mit\n"));
        Assert.Null(Readme("---\nlicense:\n---\n"));
    }
}
