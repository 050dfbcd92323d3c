using KronClip.Data;

namespace KronClip.Tests.Data;

/// <summary>Names of labels out of a README.md, and the classes that they make of numbers.</summary>
public class DatasetCardTests
{
    const string Card = """
        ---
        license: mit
        dataset_info:
          features:
          - name: image
            dtype: image
          # the labels
          - name: label
            dtype:
              class_label:
                names:
                  '0': tabby cat
                  '1': "say \"dog\""
                  '2': 'ship''s bow'   # quoted
                  '3': plain # comment
          - name: level
            dtype:
              class_label:
                names:
                - low
                - high
          splits:
          - name: train
            num_examples: 10
        ---
        # A data set
        class_label:
        """;

    [Fact]
    public void NamesAreReadByColumn()
    {
        var names = DatasetCard.Parse(Card.Split('\n'));

        Assert.Equal(["tabby cat", "say \"dog\"", "ship's bow", "plain"], names["label"]);
        Assert.Equal(["low", "high"], names["level"]);
        Assert.Equal(2, names.Count);
    }

    [Theory]
    [InlineData("# no front matter\ndataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names:\n          '0': cat")]
    [InlineData("---\ndataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names:\n          '1': cat\n---")]
    [InlineData("---\nclass_label:\n---")]
    [InlineData("---\n- name: label\n  class_label:\n---")]
    [InlineData("---")]
    [InlineData("")]
    public void WhatStatesNoNamesStatesNone(string text) => Assert.Empty(DatasetCard.Parse(text.Split('\n')));

    [Fact]
    public void NamesThatDifferBetweenConfigurationsAreLeftOut()
    {
        static string Configuration(string name) => $"- config_name: {name}\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names:\n          '0': {name}\n  - name: same\n    dtype:\n      class_label:\n        names:\n          '0': x\n";

        var names = DatasetCard.Parse($"---\ndataset_info:\n{Configuration("a")}{Configuration("b")}---".Split('\n'));

        Assert.Equal(["same"], names.Keys);
    }

    [Fact]
    public void NumbersWithoutNamesAreInTheirOwnOrderWithAWarning()
    {
        var labels = ClassLabels.Of(["10", "2", "2", "1"], null, "set");
        Assert.Equal(["1", "2", "10"], labels.Classes.Select(c => c.Folder));
        Assert.Equal(1, labels["2"]);
        Assert.Contains("CLIP needs words", Assert.Single(labels.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void WordsAreInOrdinalOrderWhateverNamesThereAre()
    {
        var labels = ClassLabels.Of(["dog", "7", "cat"], ["x"], "set");
        Assert.Equal(["7", "cat", "dog"], labels.Classes.Select(c => c.Folder));
        Assert.Empty(labels.Warnings);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("-2")]
    public void ANumberWithoutANameIsRefused(string label) =>
        Assert.Contains($"the label {label}, but names for 0 to 2", Assert.Throws<DataException>(() => ClassLabels.Of([label], ["a", "b", "c"], "set")).Message, StringComparison.Ordinal);

    [Fact]
    public void ANameOfTwoNumbersNeedsWordsOfItsOwn()
    {
        var labels = ClassLabels.Of(["0", "1", "2"], ["crane", "dog", "crane"], "set");
        Assert.Equal(["crane (0)", "dog", "crane (2)"], labels.Classes.Select(c => c.Folder));
        Assert.Contains("crane", Assert.Throws<DataException>(() => ClassNames.Check(labels.Classes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"info\": 1}")]
    [InlineData("{\"info\": {\"features\": {\"label\": {\"_type\": \"Value\", \"names\": [\"a\"]}}}}")]
    [InlineData("{\"info\": {\"features\": {\"label\": {\"_type\": \"ClassLabel\", \"names\": [1]}}}}")]
    [InlineData("{\"info\": {\"features\": ")]
    public void ANoteThatSaysSomethingElseSaysNothing(string? json) => Assert.Empty(ClassLabelNames.FromInfo(json));
}
