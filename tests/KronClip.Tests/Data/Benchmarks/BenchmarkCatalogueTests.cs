using KronClip.Data;
using KronClip.Methods;

namespace KronClip.Tests.Data;

public class BenchmarkCatalogueTests
{
    [Fact]
    public void ThereAreTheElevenAndFourShifts()
    {
        Assert.Equal(
            [
                "imagenet", "caltech101", "oxford_pets", "stanford_cars", "oxford_flowers", "food101", "fgvc_aircraft", "sun397", "dtd", "eurosat", "ucf101",
                "imagenetv2", "imagenet_sketch", "imagenet_a", "imagenet_r",
            ],
            BenchmarkCatalogue.All.Select(d => d.Id));
        Assert.Equal(11, BenchmarkCatalogue.All.Count(d => d.Role == BenchmarkRole.Eleven));
        Assert.Equal(["V2", "Sketch", "A", "R"], BenchmarkCatalogue.All.Where(d => d.Role == BenchmarkRole.ImagenetShift).Select(d => d.Published));
        Assert.Equal(Enumerable.Range(1, 15), BenchmarkCatalogue.All.Select(d => d.Order));
    }

    /// <summary>Test sizes of base and new classes are those of PromptKD's table 8; train and test agree with it too.</summary>
    [Theory]
    [InlineData("ImageNet", 1281167, 25000, 25000)]
    [InlineData("Caltech101", 4128, 1549, 916)]
    [InlineData("OxfordPets", 2944, 1881, 1788)]
    [InlineData("StanfordCars", 6509, 4002, 4039)]
    [InlineData("Flowers102", 4093, 1053, 1410)]
    [InlineData("Food101", 50500, 15300, 15000)]
    [InlineData("FGVCAircraft", 3334, 1666, 1667)]
    [InlineData("SUN397", 15880, 9950, 9900)]
    [InlineData("DTD", 2820, 864, 828)]
    [InlineData("EuroSAT", 13500, 4200, 3900)]
    [InlineData("UCF101", 7639, 1934, 1849)]
    public void CountsAreThePublishedOnes(string published, int train, int first, int second)
    {
        var counts = Assert.Single(BenchmarkCatalogue.All, d => d.Published == published).Counts;
        Assert.Equal((train, first, second), (counts.Train, counts.TestBase, counts.TestNew));
        Assert.Equal(counts.Test, first + second);
    }

    [Fact]
    public void EveryDefinitionSaysWhatIsNeeded() => Assert.All(BenchmarkCatalogue.All, d =>
    {
        Assert.All(d.MethodTemplates.Values.Append(d.Template), template => Assert.Equal(2, template.Split("{}").Length));
        Assert.All(d.MethodTemplates.Keys, method => Assert.Contains(MethodCatalogue.All, known => known.Name == method));
        Assert.NotEmpty(d.Files);
        Assert.All(d.Files, file => Assert.Contains(file, d.Tree));
        Assert.All([d.Page, d.FilesPage], page => Assert.StartsWith("https://", page));
        Assert.All([d.Licence, d.ClassNames, d.Title, d.Folder], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.Equal(d.Role == BenchmarkRole.Eleven, d.Counts.Train is not null && d.Counts.TestBase is not null);
    });

    [Theory]
    [InlineData("dtd", "kgcoop", "a photo of a {}, a type of texture.")]
    [InlineData("dtd", "coop", "{} texture.")]
    [InlineData("dtd", "prograd", "a texture of {}.")]
    [InlineData("food101", "kgcoop", "a photo of {}, a type of food.")]
    [InlineData("food101", "prograd", "a type of food, a photo of {}.")]
    public void SomeMethodsHaveSentencesOfTheirOwn(string id, string method, string sentence) => Assert.Equal(sentence, BenchmarkCatalogue.Find(id).TemplateOf(method));

    [Theory]
    [InlineData("OXFORD_FLOWERS", "oxford_flowers")]
    [InlineData("Flowers102", "oxford_flowers")]
    [InlineData("v2", "imagenetv2")]
    [InlineData("IMAGENETR", "imagenet_r")]
    public void ASetIsFoundByAnyOfItsNames(string name, string id) => Assert.Equal(id, BenchmarkCatalogue.Find(name).Id);

    [Theory]
    [InlineData("caltech-101", "Did you mean 'caltech101'?")]
    [InlineData("cifar", "There are: imagenet, caltech101")]
    public void AnUnknownNameGetsAHint(string name, string hint) => Assert.Contains(hint, Assert.Throws<OptionsException>(() => BenchmarkCatalogue.Find(name)).Message);
}
