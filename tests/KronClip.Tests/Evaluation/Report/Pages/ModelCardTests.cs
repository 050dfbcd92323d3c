using System.Text;
using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>The model card: metadata that a machine reads, text that stays text, and a mark by which a changed card is known.</summary>
public class ModelCardTests
{
    static string Card(RunReport report, ReportLanguage language = ReportLanguage.En, string classifier = "photos.kronclip") => ModelCard.Write(report, language, classifier);

    static Dictionary<string, object> FrontMatterOf(string card)
    {
        Assert.StartsWith("---\n", card, StringComparison.Ordinal);
        return (Dictionary<string, object>)StrictYaml.Parse(card[4..card.IndexOf("\n---\n", StringComparison.Ordinal)]);
    }

    static Dictionary<string, object> Only(object list) => (Dictionary<string, object>)Assert.Single((List<object>)list);

    [Theory]
    [InlineData(ReportLanguage.En)]
    [InlineData(ReportLanguage.Ja)]
    public void TheMetadataAreThoseOfTheHub(ReportLanguage language)
    {
        var report = InventedReport.Make();
        var front = FrontMatterOf(Card(report, language));
        Assert.Equal("mit", front["license"]);
        Assert.Equal("kronclip", front["library_name"]);
        Assert.Equal("image-classification", front["pipeline_tag"]);
        Assert.Equal("openai/clip-vit-base-patch16", front["base_model"]);
        Assert.Contains("CK-CoOp", (List<object>)front["tags"]);
        Assert.Equal(["accuracy", "f1"], (List<object>)front["metrics"]);
        var result = Only(Only(front["model-index"])["results"]);
        var metrics = ((List<object>)result["metrics"]).Cast<Dictionary<string, object>>().ToArray();
        Assert.Equal(Math.Round(report.Adapted!.Accuracy.Value, 4), metrics[0]["value"]);
        Assert.Equal(0.7286, metrics[1]["value"]);
        Assert.Equal("accuracy, held-out, 198 pictures", metrics[0]["name"]);
    }

    [Fact]
    public void WhatIsNotKnownIsNotClaimed()
    {
        var report = InventedReport.Unmeasured();
        var front = FrontMatterOf(Card(report with { Origin = report.Origin with { ModelLicence = null, Model = "kron-mini" } }));
        Assert.DoesNotContain("license", front.Keys);
        Assert.DoesNotContain("base_model", front.Keys);
        Assert.DoesNotContain("model-index", front.Keys);
        var other = FrontMatterOf(Card(report with { Origin = report.Origin with { ModelLicence = "none named (code: MIT)" } }));
        Assert.Equal("other", other["license"]);
        Assert.Equal("none named (code: MIT)", other["license_name"]);
    }

    [Theory]
    [InlineData("a: b")]
    [InlineData("\"quoted\" and 'single'")]
    [InlineData("line\nbreak: - x\r\n---\nlicense: none")]
    [InlineData("🔩 ネジ # no comment")]
    [InlineData("C:\\pictures\\new")]
    [InlineData("- &anchor *alias !tag {a: [b]} %")]
    [InlineData("")]
    public void ANameStaysOneValue(string name)
    {
        var front = FrontMatterOf(Card(InventedReport.Make() with { Pictures = name }));
        Assert.Equal(name, Only(front["model-index"])["name"]);
    }

    [Fact]
    public void AnyNameStaysOneValue() => Gen.Char.Array[0, 40].Sample(letters =>
    {
        var name = new string(letters);
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));                          // half a surrogate pair becomes U+FFFD
        var card = Card(InventedReport.Make(2, label => name + label) with { Pictures = name });
        return (string)Only(FrontMatterOf(card)["model-index"])["name"] == whole && ModelCard.IsUnchanged(card);
    }, iter: 300);

    [Fact]
    public void NamesDoNotBreakTables()
    {
        var card = Card(InventedReport.Make(3, label => label == 0 ? "a|b\n`c` <script>*d*" : $"class {label}"));
        Assert.Contains(@"| a\|b \`c\` \<script>\*d\* | a a\|b \`c\` \<script>\*d\* | 16 | 33 |", card, StringComparison.Ordinal);
        Assert.Contains("<bdi>مسمار</bdi>", Card(InventedReport.Make(3, label => label == 0 ? "مسمار" : $"class {label}")), StringComparison.Ordinal);
    }

    [Fact]
    public void CommandsCanBeCopied()
    {
        Assert.Contains("kronclip predict photos.kronclip new.jpg", Card(InventedReport.Make()), StringComparison.Ordinal);
        var odd = Card(InventedReport.Make(), classifier: "it's \"new\" $(x).kronclip");
        Assert.Contains(@"kronclip predict 'it'\''s ""new"" $(x).kronclip' new.jpg", odd, StringComparison.Ordinal);
        Assert.Contains("LoadedClassifier.Open(\"it's \\\"new\\\" $(x).kronclip\")", odd, StringComparison.Ordinal);
        Assert.Contains("kronclip predict ./-x.kronclip new.jpg", Card(InventedReport.Make(), classifier: "-x.kronclip"), StringComparison.Ordinal);
    }

    [Fact]
    public void FiguresAreTheReports()
    {
        var card = Card(InventedReport.Make());
        Assert.Contains("| CK-CoOp | 82.8 (78.5–87.5) | 72.9 (68.6–77.6) | 768 |", card, StringComparison.Ordinal);
        Assert.Contains("| Kernel ridge (probe) | 71.0 (66.7–75.7) | 69.4 (65.1–74.1) | 98,304 |", card, StringComparison.Ordinal);
        Assert.Contains("T = 1.347", card, StringComparison.Ordinal);
        Assert.Contains("0.635", card, StringComparison.Ordinal);
        Assert.Contains("**✗ Not accepted", card, StringComparison.Ordinal);
        Assert.Contains("`ca821527aa0044bb1122`", card, StringComparison.Ordinal);
        Assert.Contains("- Set aside: 'broken.jpg' is cut short.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void AChangedCardIsKnown()
    {
        var card = Card(InventedReport.Make(), ReportLanguage.Ja);
        Assert.True(ModelCard.IsUnchanged(card));
        Assert.True(ModelCard.IsUnchanged(card.ReplaceLineEndings("\r\n")));
        Assert.False(ModelCard.IsUnchanged(card.Replace("82.8", "99.9", StringComparison.Ordinal)));
        Assert.False(ModelCard.IsUnchanged(card + "More.\n"));
        Assert.False(ModelCard.IsUnchanged("# My own notes\n"));
        Assert.False(ModelCard.IsUnchanged(""));
    }
}
