using System.Text.Json.Nodes;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

/// <summary>The options that every prompt method shares: read, written, refused, counted.</summary>
public class AddOnOptionsTests
{
    static readonly string[] Names = ["fusion", "consistency", "consistencyTemplates", "averaging", "averagingMean", "averagingWidth", "closedForm", "closedFormWeight"];

    public static TheoryData<string> Prompts => [.. MethodCatalogue.All.OfType<PromptMethodDefinition>().Select(m => m.Name)];

    [Theory, MemberData(nameof(Prompts))]
    public void EveryPromptMethodHasThemBehindItsOwnAndOffByDefault(string name)
    {
        var method = MethodCatalogue.Find(name);
        var written = MethodDefinition.WriteOptions(method.Defaults);
        Assert.Equal(Names, written.Select(o => o.Key).TakeLast(Names.Length));
        var defaults = (PromptMethodOptions)method.Defaults;
        Assert.Equal((FusionKind.None, 0, false, ClosedFormKind.None), (defaults.Fusion, defaults.Consistency, defaults.Averaging, defaults.ClosedForm));
        Assert.Equal(written.ToJsonString(), MethodDefinition.WriteOptions(method.ReadOptions(written)).ToJsonString());
        var meanings = MethodSheet.Of(method).Meanings;
        Assert.All(Names, option => Assert.True(meanings.ContainsKey(option), option));
    }

    [Theory]
    [InlineData("true", FusionKind.ZeroShot)]
    [InlineData("false", FusionKind.None)]
    [InlineData("\"zero-shot\"", FusionKind.ZeroShot)]
    [InlineData("\"zero-shot-normalised\"", FusionKind.ZeroShotNormalised)]
    public void FusionMayBeSaidByNameOrByTrue(string json, FusionKind kind) => Assert.Equal(kind, Read("coop", $$"""{"fusion":{{json}}}""").Fusion);

    [Theory]
    [InlineData("coop", """{"fusion":"sometimes"}""", "fusion")]
    [InlineData("coop", """{"fusion":1}""", "fusion")]
    [InlineData("cocoop", """{"fusion":true}""", "fusion mixes two tables of class embeddings, and CoCoOp has none")]
    [InlineData("coop", """{"consistency":-1}""", "consistency")]
    [InlineData("coop", """{"consistencyTemplates":["a {}."]}""", "consistencyTemplates says nothing where consistency is 0")]
    [InlineData("coop", """{"consistency":25,"consistencyTemplates":["a photo"]}""", "must hold {} exactly once")]
    [InlineData("coop", """{"averaging":true,"averagingMean":1.5}""", "averagingMean")]
    [InlineData("coop", """{"averaging":true,"averagingWidth":0}""", "averagingWidth")]
    [InlineData("coop", """{"averagingMean":0.5}""", "say nothing without averaging=true")]
    [InlineData("coop", """{"closedForm":"lda"}""", "closedForm")]
    [InlineData("coop", """{"closedFormWeight":1}""", "closedFormWeight says nothing where closedForm is none")]
    [InlineData("coop", """{"closedForm":"gda","closedFormWeight":-1}""", "closedFormWeight")]
    public void WhatCannotBeMeantIsRefusedByName(string method, string json, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<OptionsException>(() => Read(method, json)).Message, StringComparison.Ordinal);

    [Fact]
    public void AClosedFormCountsAmongTheLearnedNumbers()
    {
        var coop = MethodCatalogue.Find("coop");
        Assert.Equal(16 * 512 + 10 * 513, coop.ParameterCount(Read("coop", """{"closedForm":"gda"}"""), 512, 512, 10, 160));
        Assert.Equal(16 * 512 + 160 * 10, coop.ParameterCount(Read("coop", """{"closedForm":"ridge"}"""), 512, 512, 10, 160));
        Assert.Equal("M·d + N·C", coop.ParameterFormula(Read("coop", """{"closedForm":"ridge"}""")));
    }

    static PromptMethodOptions Read(string method, string json) => (PromptMethodOptions)MethodCatalogue.Find(method).ReadOptions(JsonNode.Parse(json)!.AsObject());
}
