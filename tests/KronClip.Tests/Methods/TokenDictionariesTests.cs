using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Tests.Clip;

namespace KronClip.Tests.Methods;

public class TokenDictionariesTests
{
    [Fact]
    public void ADictionaryIsKeptAndADamagedOneIsMadeAgain()
    {
        using var model = TinyClip.Vit(Engine.Default);
        using var folder = TestFiles.Temporary();
        var dictionaries = new TokenDictionaries(new string('b', 64), folder.Path);
        var made = dictionaries.Get(model.Text, 8, seed: 2);
        var file = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Equal(made.Data, dictionaries.Get(model.Text, 8, seed: 2).Data);

        var bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(made.Data, dictionaries.Get(model.Text, 8, seed: 2).Data);
        Assert.NotEqual(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public void ADictionaryUnderAnotherNameIsNotTaken()
    {
        using var model = TinyClip.Vit(Engine.Default);
        using var folder = TestFiles.Temporary();
        var dictionaries = new TokenDictionaries(new string('b', 64), folder.Path);
        var two = dictionaries.Get(model.Text, 8, seed: 2);
        var file = Assert.Single(Directory.GetFiles(folder.Path));
        File.Move(file, file.Replace("seed2", "seed3", StringComparison.Ordinal));
        Assert.NotEqual(two.Data, dictionaries.Get(model.Text, 8, seed: 3).Data);
    }
}
