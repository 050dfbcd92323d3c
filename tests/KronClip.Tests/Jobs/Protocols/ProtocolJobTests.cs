using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Tests.Jobs;

public class ProtocolJobTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    static ProtocolOutcome Run(ProtocolRequest request, IJobObserver? observer = null) => ProtocolJob.Run(request, observer ?? SilentObserver.Instance, CancellationToken.None);

    static ProtocolCell Cell(ProtocolOutcome outcome, string row, long seed, ProtocolKind protocol, string part) =>
        outcome.Cells.Single(c => c.Row == row && c.Seed == seed && c.Protocol == protocol && c.Part == part);

    [Fact]
    public void EveryMethodIsMeasuredOnEveryPartWithEverySeed()
    {
        var outcome = Run(folder.Request());
        Assert.Equal(3 * 2 * 5, outcome.Cells.Count);
        var halves = outcome.Cells.Where(c => c.Protocol == ProtocolKind.BaseToNew).ToArray();
        Assert.All(halves, c => Assert.Equal((2, 8), (c.Classes, c.Pictures)));         // 8 pictures a class: 2 train, 2 validate, 4 test
        Assert.All(outcome.Cells.Where(c => c.Protocol == ProtocolKind.FewShot), c => Assert.Equal((4, 16), (c.Classes, c.Pictures)));
        Assert.All(outcome.Cells.Where(c => c.Protocol is ProtocolKind.Domain or ProtocolKind.CrossTask), c => Assert.Equal((4, 96), (c.Classes, c.Pictures)));
        Assert.Equal(["zero-shot", "coop-contextWords=4", "ck-coop"], outcome.Rows.Select(r => r.Id));
        Assert.Equal("CoOp (M = 4)", outcome.Rows[1].Title);
        Assert.Equal((4, 4, 0), (outcome.Seconds.Rows[0].Trainings, outcome.Seconds.Rows[1].Trainings, (int)outcome.Rows[0].Parameters));
    }

    /// <summary>Every method of the catalogue that serves new classes, on the same footing: base to new, shift and task, which the names alone reach.</summary>
    [Fact]
    public void EveryMethodThatServesNewClassesIsMeasuredOnThem()
    {
        var methods = MethodCatalogue.All.Where(m => m.ServesNewClasses(m.Defaults)).Select(m => new MethodChoice(m.Name)).ToArray();
        using var outcome = Run(folder.Request() with { Methods = methods, Seeds = [1], Recipe = new RecipeChoice { Epochs = 2 } });
        Assert.Equal(methods.Length * 5, outcome.Cells.Count);
        foreach (var cells in outcome.Cells.Where(c => c.Protocol is ProtocolKind.Domain or ProtocolKind.CrossTask).GroupBy(c => c.Row))
            Assert.Single(cells.Select(c => c.Correct).Distinct());                       // the task's names are the source's here
        Assert.All(outcome.Classifiers.Values, classifier => Assert.Equal(1, classifier.Confidences(outcome.Source.Pictures.FeaturesOf([outcome.FirstTest[0]]).Row(0)).Sum(), 1e-9));
    }

    /// <summary>The few-shot cell is what training alone measures: the same draw, start and batches.</summary>
    [Fact]
    public void TheFewShotFigureIsThatOfATraining()
    {
        var outcome = Run(folder.Request());
        foreach (var seed in new long[] { 1, 2 })
        {
            var place = folder.NewPlace();
            var metrics = TrainJob.Run(new TrainRequest
            {
                Images = folder.Source,
                Model = folder.Model,
                Shots = 2,
                Seed = seed,
                Recipe = new RecipeChoice { Epochs = 4 },
                Cache = folder.Cache,
                Run = Path.Combine(place, "run"),
                Output = Path.Combine(place, "a.kronclip"),
            });
            Assert.Equal(metrics.Adapted.Test!.Accuracy, Cell(outcome, "ck-coop", seed, ProtocolKind.FewShot, "test").Accuracy);
            Assert.Equal(metrics.ZeroShot.Test!.Accuracy, Cell(outcome, "zero-shot", seed, ProtocolKind.FewShot, "test").Accuracy);
        }
    }

    /// <summary>The base half is trained on the pictures that the draw over all classes gave it: the figure is that of a training on those classes alone.</summary>
    [Fact]
    public void TheBaseFigureIsThatOfATrainingOnTheBaseClasses()
    {
        var halves = folder.NewPlace();
        foreach (var name in Directory.EnumerateDirectories(folder.Source).Order(StringComparer.Ordinal).Take(2))
        {
            var copy = Directory.CreateDirectory(Path.Combine(halves, Path.GetFileName(name))).FullName;
            foreach (var file in Directory.EnumerateFiles(name))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        var place = folder.NewPlace();
        var metrics = TrainJob.Run(new TrainRequest
        {
            Images = halves,
            Model = folder.Model,
            Shots = 2,
            Recipe = new RecipeChoice { Epochs = 4 },
            Cache = folder.Cache,
            Run = Path.Combine(place, "run"),
            Output = Path.Combine(place, "a.kronclip"),
        });
        var cell = Cell(Run(folder.Request()), "ck-coop", 1, ProtocolKind.BaseToNew, ProtocolCell.Base);
        Assert.Equal(metrics.Adapted.Test!.Accuracy, cell.Accuracy);
        Assert.Equal(metrics.Adapted.Test.MacroF1, cell.MacroF1, 1e-12);
    }

    [Fact]
    public void ZeroShotIsTheSameWithEverySeedWhereThePicturesAre()
    {
        var cells = Run(folder.Request()).Cells.Where(c => c.Row == "zero-shot" && c.Protocol is ProtocolKind.Domain or ProtocolKind.CrossTask);
        Assert.All(cells.GroupBy(c => (c.Row, c.Part)).Where(g => g.Key.Row == "zero-shot"), g => Assert.Single(g.Select(c => c.Correct).Distinct()));
    }

    /// <summary>The task's names are the source's here, so a context carried over to them names the same classes.</summary>
    [Fact]
    public void AContextCarriedOverToTheSameNamesIsTheSameClassifier()
    {
        foreach (var cells in Run(folder.Request()).Cells.Where(c => c.Protocol is ProtocolKind.Domain or ProtocolKind.CrossTask).GroupBy(c => (c.Row, c.Seed)))
            Assert.Single(cells.Select(c => c.Correct).Distinct());
    }

    [Fact]
    public void AShiftWithSomeOfTheClassesIsMeasuredAgainstTheirNamesAlone()
    {
        var outcome = Run(folder.Request() with { Shifts = [new NamedPictures("some", folder.Classes(("red_circle", "red_circle"), ("blue_square", "blue_square")))], Tasks = [] });
        Assert.All(outcome.Cells.Where(c => c.Protocol == ProtocolKind.Domain), c => Assert.Equal((2, 12), (c.Classes, c.Pictures)));
        Assert.Equal(["blue_square", "red_circle"], outcome.Sets.Single(s => s.Role == SetRole.Shift).Classes);
    }

    [Fact]
    public void AClassFolderThatTheSourceDoesNotHaveIsNamedWithTheNearest()
    {
        var request = folder.Request() with { Shifts = [new NamedPictures("shift", folder.Classes(("red_circle", "red_circles"), ("blue_square", "blue_square")))] };
        var message = Assert.Throws<DataException>(() => Run(request)).Message;
        Assert.Contains("red_circles", message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'red_circle'?", message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneClassIsNoShiftAndNoTask()
    {
        var one = new NamedPictures("one", folder.Classes(("red_circle", "red_circle")));
        Assert.Contains("nothing to tell apart", Assert.Throws<DataException>(() => Run(folder.Request() with { Shifts = [one] })).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to tell apart", Assert.Throws<DataException>(() => Run(folder.Request() with { Tasks = [one] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThreeClassesHaveNoTwoHalves()
    {
        var three = folder.Classes(("red_circle", "a"), ("blue_square", "b"), ("green_triangle", "c"));
        Assert.Contains("give 4 or more", Assert.Throws<DataException>(() => Run(folder.Request() with { Source = new NamedPictures("three", three) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APictureThatWasTrainedOnIsNoTest()
    {
        var listener = new ListeningObserver();
        Run(folder.Request() with { Shifts = [new NamedPictures("same", folder.Source)] }, listener);
        Assert.Contains(listener.Warnings, w => w.StartsWith("Leak: ", StringComparison.Ordinal) && w.Contains("of 'same' are training pictures too", StringComparison.Ordinal));
    }

    [Fact]
    public void AContextForEachClassCannotServeNewOnes()
    {
        var own = new MethodChoice("coop", new JsonObject { ["classSpecific"] = true });
        var message = Assert.Throws<OptionsException>(() => Run(folder.Request() with { Methods = [own] })).Message;
        Assert.Contains("CoOp (classSpecific = true) cannot serve new classes", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCountsTwiceIsRefused()
    {
        Assert.Contains("seed 1 is given twice", Assert.Throws<OptionsException>(() => Run(folder.Request() with { Seeds = [1, 2, 1] })).Message, StringComparison.Ordinal);
        Assert.Contains("'ck-coop' is given twice", Assert.Throws<OptionsException>(() => Run(folder.Request() with { Methods = [new("ck-coop"), new("ck-coop")] })).Message, StringComparison.Ordinal);
        Assert.Contains("called 'source'", Assert.Throws<OptionsException>(() => Run(folder.Request() with { Tasks = [new("source", folder.Other)] })).Message, StringComparison.Ordinal);
    }
}
