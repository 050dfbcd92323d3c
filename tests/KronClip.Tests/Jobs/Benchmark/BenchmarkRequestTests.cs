using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>What a benchmark refuses, and what it says.</summary>
public class BenchmarkRequestTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    BenchmarkRequest Request(ProtocolKind protocol) => BenchmarkFigures.Request(folder, protocol);

    static void Refused<TError>(BenchmarkRequest request, string sentence) where TError : KronClipException =>
        Assert.Contains(sentence, Assert.Throws<TError>(() => BenchmarkJob.Run(request)).Message, StringComparison.Ordinal);

    [Fact]
    public void WhatCountsTwiceOrNotAtAllIsRefused()
    {
        var request = Request(ProtocolKind.BaseToNew);
        Refused<OptionsException>(request with { Shots = [] }, "There are no shots");
        Refused<OptionsException>(request with { Shots = [0] }, "shots is 0");
        Refused<OptionsException>(request with { Shots = [1, 2] }, "base-to-new trains with one number of pictures per class");
        Refused<OptionsException>(request with { Protocol = ProtocolKind.FewShot, Shots = [2, 2] }, "The shot count 2 is given twice");
        Refused<OptionsException>(request with { Seeds = [] }, "There are no seeds");
        Refused<OptionsException>(request with { Seeds = [3, 3] }, "The seed 3 is given twice");
        Refused<OptionsException>(request with { Models = [] }, "There are no models");
        Refused<OptionsException>(request with { Models = ["a", "a"] }, "The model a is given twice");
        Refused<OptionsException>(request with { Methods = [] }, "There are no methods");
        Refused<OptionsException>(request with { Methods = [new("coop"), new("coop")] }, "The method coop is given twice");
        Refused<OptionsException>(request with { Recipe = new RecipeChoice { Name = "mine" } }, "no recipe 'mine'");
        Refused<OptionsException>(request with { Images = null }, "There are no pictures");
    }

    [Fact]
    public void WhatAProtocolNeedsMustBeThere()
    {
        Refused<OptionsException>(Request(ProtocolKind.CrossTask) with { Tasks = [] }, "--tasks");
        Refused<OptionsException>(Request(ProtocolKind.Domain) with { Shifted = [] }, "--shifted");
        Refused<OptionsException>(Request(ProtocolKind.CrossTask) with { Tasks = [folder.Source] }, "is given twice");
    }

    /// <summary>New classes are only named, so what was learned must not belong to its own classes. Few-shot and domain know all of them.</summary>
    [Fact]
    public void WhatCannotServeNewClassesIsRefusedWhereTheyAreAskedFor()
    {
        MethodChoice[] own = [new("coop", new JsonObject { ["classSpecific"] = true }), new("gda")];
        foreach (var method in own)
        {
            Refused<OptionsException>(Request(ProtocolKind.BaseToNew) with { Methods = [method] }, "cannot serve new classes");
            Refused<OptionsException>(Request(ProtocolKind.CrossTask) with { Methods = [method] }, "cannot serve new classes");
        }
        Assert.Equal(2 * 2, BenchmarkJob.Run(Request(ProtocolKind.Domain) with { Methods = [new("gda")], Seeds = [1] }).Cells.Count);
    }

    [Fact]
    public void TooFewClassesAndUnknownOnesAreNamed()
    {
        var three = folder.Classes(("red_circle", "a"), ("blue_square", "b"), ("green_triangle", "c"));
        Refused<DataException>(Request(ProtocolKind.BaseToNew) with { Images = three }, "give 4 or more");
        Refused<OptionsException>(Request(ProtocolKind.BaseToNew) with { Base = ["red_circles", "blue_square"] }, "Did you mean 'red_circle'?");
        Refused<OptionsException>(Request(ProtocolKind.BaseToNew) with { Base = ["red_circle"] }, "--base makes 1 base and 3 new classes");
        Refused<OptionsException>(Request(ProtocolKind.BaseToNew) with { Base = ["red_circle", "red_circle"] }, "The base class red_circle is given twice");
        var shift = folder.Classes(("red_circle", "red_circles"), ("blue_square", "blue_square"));
        Refused<DataException>(Request(ProtocolKind.Domain) with { Shifted = [shift] }, "Did you mean 'red_circle'?");
        Refused<DataException>(Request(ProtocolKind.FewShot) with { Images = Directory.CreateDirectory(folder.NewPlace()).FullName }, "holds no class folders");
    }

    [Fact]
    public void AFolderThatHoldsAnotherThingIsLeftAlone()
    {
        var place = Directory.CreateDirectory(folder.NewPlace()).FullName;
        File.WriteAllText(Path.Combine(place, "notes.txt"), "mine");
        Refused<OptionsException>(Request(ProtocolKind.FewShot) with { Output = place }, "already holds 'notes.txt'");

        var few = Request(ProtocolKind.FewShot) with { Methods = [new("zero-shot")], Seeds = [1] };
        BenchmarkJob.Run(few);
        Refused<OptionsException>(few with { Protocol = ProtocolKind.BaseToNew }, "which is no cell of base-to-new");
        var file = Path.Combine(place, "file");
        File.WriteAllText(file, "");
        Refused<OptionsException>(few with { Output = file }, "is a file");
    }

    /// <summary>Nobody named the methods, and a class's words leave no room for CoOp's sixteen context words.</summary>
    [Fact]
    public void AMethodThatNobodyNamedIsLeftOutWhereItDoesNotFit()
    {
        var file = Path.Combine(Directory.CreateDirectory(folder.NewPlace()).FullName, "classes.json");
        File.WriteAllText(file, """{"version":1,"classes":{"red_circle":{"words":"WORDS"}}}""".Replace("WORDS", string.Join(' ', Enumerable.Repeat("circle", 60)), StringComparison.Ordinal));
        var request = Request(ProtocolKind.BaseToNew) with { Methods = null, ClassFile = file, Seeds = [1] };
        var result = BenchmarkJob.Run(request);
        Assert.Contains(result.Report.Notes, n => n.StartsWith("CoOp is left out on model: ", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Cells, c => c.Row == "coop");
        Assert.Contains(result.Cells, c => c.Row == "ck-coop");
        Assert.Throws<TokenizerException>(() => BenchmarkJob.Run(request with { Methods = [new("coop")] }));
    }

    [Fact]
    public void TrainingPicturesAmongThoseMeasuredAreSaid()
    {
        var copy = folder.NewPlace();
        foreach (var file in Directory.EnumerateFiles(folder.Source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder.Source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        var result = BenchmarkJob.Run(Request(ProtocolKind.Domain) with { Shifted = [copy], Methods = [new("zero-shot")], Seeds = [1] });
        Assert.Contains(result.Report.Warnings, w => w.StartsWith("Leak: 8 pictures of ", StringComparison.Ordinal));
    }
}
