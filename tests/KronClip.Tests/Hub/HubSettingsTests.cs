using KronClip.Hub;
using KronClip.Testing;

namespace KronClip.Tests.Hub;

/// <summary>The variables of Hugging Face's clients, repository ids, and the catalogue.</summary>
public class HubSettingsTests
{
    static readonly string Home = Path.GetFullPath("/home/ann");

    [Theory]
    [InlineData("", "~/.cache/huggingface/hub")]
    [InlineData("HF_HOME=/disk/hf", "/disk/hf/hub")]
    [InlineData("XDG_CACHE_HOME=/disk/cache", "/disk/cache/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/disk/cache HF_HOME=~/hf", "~/hf/hub")]
    [InlineData("HF_HUB_CACHE=/disk/hub HF_HOME=/disk/hf", "/disk/hub")]
    [InlineData("HUGGINGFACE_HUB_CACHE=/disk/old HF_HOME=/disk/hf", "/disk/old")]
    [InlineData("HUGGINGFACE_HUB_CACHE=/disk/old HF_HUB_CACHE=/disk/new", "/disk/new")]
    [InlineData("HF_HUB_CACHE=$SCRATCH/hub SCRATCH=/disk/scratch", "/disk/scratch/hub")]
    [InlineData("HF_HUB_CACHE=${SCRATCH}/hub SCRATCH=/disk/scratch", "/disk/scratch/hub")]
    public void TheCacheIsWherePythonsClientsKeepIt(string variables, string expected) =>
        Assert.Equal(Path.GetFullPath(expected.Replace("~", Home, StringComparison.Ordinal)), From(variables).CacheFolder);

    [Theory]
    [InlineData("", "https://huggingface.co/")]
    [InlineData("HF_ENDPOINT=https://mirror.example/hf", "https://mirror.example/hf/")]
    [InlineData("HF_ENDPOINT=http://10.0.0.1:8080//", "http://10.0.0.1:8080/")]
    [InlineData("HF_ENDPOINT=https://user:password@mirror.example", "https://mirror.example/")]
    public void TheEndpointMayHaveAPath(string variables, string expected) => Assert.Equal(expected, From(variables).Endpoint.ToString());

    [Fact]
    public void AnEndpointThatIsNoAddressIsRefused() =>
        Assert.Contains("HF_ENDPOINT", Assert.Throws<OptionsException>(() => From("HF_ENDPOINT=mirror")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", null)]
    [InlineData("HF_HUB_OFFLINE=1", "HF_HUB_OFFLINE")]
    [InlineData("HF_HUB_OFFLINE=yes", "HF_HUB_OFFLINE")]
    [InlineData("HF_HUB_OFFLINE=0", null)]
    [InlineData("TRANSFORMERS_OFFLINE=TRUE", "TRANSFORMERS_OFFLINE")]
    public void OfflineIsMeantAsPythonsClientsMeanIt(string variables, string? expected) => Assert.Equal(expected, From(variables).OfflineVariable);

    [Fact]
    public void TheTokenComesFromTheVariableOrTheFile()
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllText(folder.File("token"), "hf_file\n");
        File.WriteAllText(folder.File("other"), " hf_other ");
        Assert.Null(From($"HF_HOME={folder.File("empty")}").Token);
        Assert.Equal("hf_file", From($"HF_HOME={folder.Path}").Token!.Secret);
        Assert.Equal("hf_other", From($"HF_HOME={folder.Path} HF_TOKEN_PATH={folder.File("other")}").Token!.Secret);
        Assert.Equal("hf_variable", From($"HF_HOME={folder.Path} HF_TOKEN=hf_variable").Token!.Secret);
        Assert.Equal("hf_old", From($"HF_HOME={folder.Path} HUGGING_FACE_HUB_TOKEN=hf_old").Token!.Secret);
        Assert.Null(From($"HF_HOME={folder.Path} HF_TOKEN=hf_variable HF_HUB_DISABLE_IMPLICIT_TOKEN=1").Token);
        Assert.DoesNotContain("hf_variable", From($"HF_HOME={folder.Path} HF_TOKEN=hf_variable").ToString(), StringComparison.Ordinal);
        var broken = Assert.Throws<OptionsException>(() => HubToken.From("hf_two\nlines", "HF_TOKEN"));
        Assert.DoesNotContain("hf_two", broken.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai/clip-vit-base-patch16", "openai/clip-vit-base-patch16", "main", "models--openai--clip-vit-base-patch16")]
    [InlineData("acme/x@v1.0", "acme/x", "v1.0", "models--acme--x")]
    [InlineData("acme/x@refs/pr/1", "acme/x", "refs/pr/1", "models--acme--x")]
    public void AnIdIsRead(string text, string id, string revision, string folder)
    {
        var repo = RepoId.TryParse(text)!;
        Assert.Equal((id, revision, folder, text), (repo.Id, repo.Revision, repo.FolderName, repo.ToString()));
        Assert.Equal(id, RepoId.FromFolderName(folder)!.Id);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("a/b/c")]
    [InlineData("a/..")]
    [InlineData("../a")]
    [InlineData("a--b/c")]
    [InlineData("a/b@")]
    [InlineData("a/b@../x")]
    [InlineData("a/b@/x")]
    [InlineData("a/b c")]
    [InlineData("a\\b")]
    public void WhatIsNoIdIsNone(string text) => Assert.Null(RepoId.TryParse(text));

    [Fact]
    public void TheCatalogueSaysOfEveryModelWhatIsKnown()
    {
        Assert.Contains("None of these could be tried", ModelCatalogue.Note, StringComparison.Ordinal);
        Assert.All(ModelCatalogue.Entries, entry =>
        {
            Assert.NotNull(RepoId.TryParse(entry.Repo));
            Assert.False(entry.Tried);
            Assert.InRange(entry.Megabytes, 10, 5000);
            Assert.Equal(entry.ImageNet is null, entry.ImageNetSource is null);
            Assert.Same(entry, ModelCatalogue.Find(entry.Name.ToUpperInvariant()));
            Assert.Same(entry, ModelCatalogue.Find(entry.Repo.Split('/')[1]));
        });
        Assert.Equal(ModelCatalogue.Entries.Count, ModelCatalogue.Entries.Select(entry => entry.Repo).Distinct().Count());
        Assert.Equal(68.34, ModelCatalogue.Find("clip-vit-base-patch16")!.ImageNet);
    }

    static HubSettings From(string variables)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return HubSettings.From(set.GetValueOrDefault, Home);
    }
}
