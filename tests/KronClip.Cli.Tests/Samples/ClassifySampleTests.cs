using System.Globalization;
using System.Text.Json;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Samples;

/// <summary>samples/Classify, run as a person runs it: it says of every picture what `kronclip predict` says.</summary>
public sealed class ClassifySampleTests(Sample sample) : IDisposable
{
    const string Program = "Classify.dll";

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheTableAgreesWithPredict()
    {
        var cli = sample.Cli(folder.Path);
        var pictures = sample.CopyPictures(folder.File("pictures"));
        var result = cli.RunProgram(Program, sample.Classifier, "pictures");
        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = result.Output.ReplaceLineEndings("\n").Split('\n');
        var predicted = cli.Expect(0, "predict", sample.Classifier, "pictures", "--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(Directory.EnumerateFiles(pictures, "*", SearchOption.AllDirectories).Count(), predicted.Length);
        foreach (var picture in predicted)
        {
            var line = Assert.Single(lines, l => l.StartsWith(picture.GetProperty("path").GetString()! + " ", StringComparison.Ordinal));
            Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"{picture.GetProperty("label").GetString()}  {picture.GetProperty("confidence").GetDouble() * 100:F1} %"), line, StringComparison.Ordinal);
        }
        Assert.Equal(predicted.Length, lines[(predicted.Length + 1)..].Where(l => l.Length > 0).Sum(l => int.Parse(l.Trim().Split(' ')[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void WhatGoesWrongIsSaid()
    {
        var cli = sample.Cli(folder.Path);
        Assert.Equal(2, cli.RunProgram(Program).ExitCode);
        var gone = cli.RunProgram(Program, folder.File("gone.kronclip"), folder.Path);
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains("gone.kronclip", gone.Error, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("pictures"));
        File.WriteAllText(folder.File("pictures", "broken.png"), "no picture");
        File.Copy(sample.Picture, folder.File("pictures", "whole.png"));
        var mixed = cli.RunProgram(Program, sample.Classifier, folder.File("pictures"));
        Assert.Equal(1, mixed.ExitCode);
        Assert.Contains("unreadable: ", mixed.Output, StringComparison.Ordinal);
        Assert.Contains(" %", mixed.Output, StringComparison.Ordinal);
    }
}
