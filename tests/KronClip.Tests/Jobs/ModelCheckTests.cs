using KronClip.Checkpoints;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

public class ModelCheckTests(SampleFolder folder) : IClassFixture<SampleFolder>
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

    [Theory]
    [InlineData("hf", NamingScheme.HuggingFace)]
    [InlineData("openai", NamingScheme.OpenAi)]
    [InlineData("openclip", NamingScheme.OpenClip)]
    [InlineData("resnet", NamingScheme.OpenAi)]
    public void TheGoldenModelsPassUnderEveryNaming(string kind, NamingScheme naming)
    {
        var vocabulary = TestFiles.Data("clip-bpe", "bpe_simple_vocab_16e6.txt.gz");
        using var model = TestFiles.Temporary();
        (kind switch
        {
            "hf" => (Action<string>)TinyModels.WriteHuggingFaceVit,
            "openai" => TinyModels.WriteOpenAiVit,
            "openclip" => TinyModels.WriteOpenClipVit,
            _ => TinyModels.WriteOpenAiResNet,
        })(model.Path);
        File.Copy(vocabulary, model.File(Path.GetFileName(vocabulary)));
        var report = ModelCheck.Run(model.Path);
        Assert.True(report.Passed, report.ToJson());
        Assert.Equal(naming, report.Naming);
        Assert.Equal(49408, report.VocabularySize);
    }

    [Fact]
    public void AWeightThatIsNoNumberIsNamed()
    {
        const string name = "vision_model.encoder.layers.1.mlp.fc1.weight";
        var model = folder.CopyModel();
        Rewrite(model, tensor => tensor.Name == name ? tensor with { Data = WithNaN(tensor.Data) } : tensor);
        var report = ModelCheck.Run(model);
        Assert.False(report.Passed);
        var check = Assert.Single(report.Checks, check => !check.Passed);
        Assert.Equal("every tensor finite", check.Name);
        Assert.Contains(name, check.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Checks, check => check.Name.StartsWith("image tower", StringComparison.Ordinal));
    }

    /// <summary>Old configurations name token 2, which means "pool at the largest id"; that must then be the end token.</summary>
    [Fact]
    public void AnEndTokenThatIsNotTheLargestIdIsFound()
    {
        var model = folder.CopyModel();
        Edit(model, "config.json", "\"eos_token_id\": 767", "\"eos_token_id\": 2");
        Edit(model, "vocab.json", "\"<|startoftext|>\": 766", "\"<|startoftext|>\": 767");
        Edit(model, "vocab.json", "\"<|endoftext|>\": 767", "\"<|endoftext|>\": 766");
        var failed = Assert.Single(ModelCheck.Run(model).Checks, check => !check.Passed);
        Assert.Equal("tokenizer fits the table", failed.Name);
        Assert.Contains("largest id", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AStartTokenOfAnotherVocabularyIsFound()
    {
        var model = folder.CopyModel();
        Edit(model, "config.json", "\"bos_token_id\": 766", "\"bos_token_id\": 700");
        var failed = Assert.Single(ModelCheck.Run(model).Checks, check => !check.Passed);
        Assert.Equal("tokenizer fits the table", failed.Name);
        Assert.Contains("700", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void TowersWithDifferentActivationsAreTold()
    {
        var model = folder.CopyModel();
        Edit(model, "config.json", "\"quick_gelu\"", "\"gelu\"", once: true);
        var report = ModelCheck.Run(model);
        Assert.False(Assert.Single(report.Checks, check => check.Name.StartsWith("activation", StringComparison.Ordinal)).Passed);
        Assert.NotEmpty(report.Warnings);
    }

    [Fact]
    public void AnActivationAgainstTheModelsNameIsTold()
    {
        var model = folder.CopyModel();
        Edit(model, "config.json", "\"quick_gelu\"", "\"gelu\"");
        Edit(model, "config.json", "\"model_type\": \"clip\"", "\"_name_or_path\": \"openai/clip-vit-base-patch16\", \"model_type\": \"clip\"");
        var check = Assert.Single(ModelCheck.Run(model).Checks, check => !check.Passed);
        Assert.Contains("QuickGelu", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelThatSaysNothingOfItsPreprocessingIsTold()
    {
        var model = folder.CopyModel();
        Assert.Empty(ModelCheck.Run(model).Warnings);
        File.Delete(Path.Combine(model, "preprocessor_config.json"));
        Assert.Contains("CLIP's own resize", Assert.Single(ModelCheck.Run(model).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ATextTowerThatIgnoresTheWordsIsFound()
    {
        var model = folder.CopyModel();
        Rewrite(model, tensor => tensor.Name == "text_projection.weight" ? tensor with { Data = new byte[tensor.Data.Length] } : tensor);
        Assert.Contains(ModelCheck.Run(model).Checks, check => check is { Name: "different texts differ", Passed: false });
    }

    [Fact]
    public void ABrokenFolderIsAnErrorWithItsReason()
    {
        var model = folder.CopyModel();
        File.Delete(Path.Combine(model, "model.safetensors"));
        Assert.Contains("no weights", Assert.Throws<CheckpointException>(() => ModelCheck.Run(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCheckCanBeStopped()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => ModelCheck.Run(folder.Sample.ModelFolder, cancel: cancel.Token));
    }

    [Fact]
    public void TheReportIsWrittenAsJson()
    {
        using var json = System.Text.Json.JsonDocument.Parse(ModelCheck.Run(folder.Sample.ModelFolder).ToJson());
        Assert.Equal("hugging-face", json.RootElement.GetProperty("naming").GetString());
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(768, json.RootElement.GetProperty("vocabularySize").GetInt32());
    }

    static byte[] WithNaN(ReadOnlyMemory<byte> data)
    {
        var copy = data.ToArray();
        BitConverter.TryWriteBytes(copy.AsSpan(copy.Length / 8 * 4), float.NaN);
        return copy;
    }

    static void Rewrite(string model, Func<TensorData, TensorData> change)
    {
        var path = Path.Combine(model, "model.safetensors");
        List<TensorData> tensors;
        using (var file = SafeTensorsFile.Open(path))
            tensors = [.. file.Tensors.Values.Select(t => change(new TensorData(t.Name, t.Type, [.. t.Shape], file.ReadBytes(t.Name))))];
        SafeTensorsWriter.Write(path, tensors);
    }

    static void Edit(string model, string file, string from, string to, bool once = false)
    {
        var path = Path.Combine(model, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{from}' is not in {file}");
        File.WriteAllText(path, once ? text[..at] + to + text[(at + from.Length)..] : text.Replace(from, to, StringComparison.Ordinal));
    }
}
