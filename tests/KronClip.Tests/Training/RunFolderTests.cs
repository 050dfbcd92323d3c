using System.Text.Json.Nodes;
using KronClip.Compute;
using KronClip.Testing;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class RunFolderTests
{
    [Fact]
    public void ANewRunTakesAnEmptyFolderAndIsFoundAgain()
    {
        using var temporary = TestFiles.Temporary();
        var path = temporary.File("läufe", "1");
        using (var folder = RunFolder.Create(path))
        {
            Assert.False(folder.HasRun);
            folder.Begin(SmallRun.Options);
            Assert.Null(folder.Resume());
            folder.WriteMetrics(new JsonObject { ["b"] = 1.5, ["a"] = null });
            Assert.Equal("{\n  \"a\": null,\n  \"b\": 1.5\n}\n", File.ReadAllText(folder.MetricsPath));
        }
        Assert.Throws<TrainingException>(() => RunFolder.Create(path));
        using (var folder = RunFolder.Open(path))
            Assert.True(folder.HasRun);
        using (var folder = RunFolder.CreateOrOpen(path))
            Assert.True(folder.HasRun);
    }

    [Fact]
    public void AFolderWithoutARunIsNotOpenedAndOneWithOtherFilesNotTaken()
    {
        using var temporary = TestFiles.Temporary();
        Assert.Throws<TrainingException>(() => RunFolder.Open(temporary.Path));
        Assert.Throws<TrainingException>(() => RunFolder.Open(temporary.File("absent")));
        Assert.False(Directory.Exists(temporary.File("absent")));

        File.WriteAllText(temporary.File("thesis.tex"), "mine");
        var error = Assert.Throws<TrainingException>(() => RunFolder.CreateOrOpen(temporary.Path));
        Assert.Contains("thesis.tex", error.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(temporary.Path));
        Assert.Throws<StorageException>(() => RunFolder.Create(temporary.File("thesis.tex", "run")));
    }

    [Fact]
    public void AFolderKilledBeforeItsOptionsWereWrittenIsStillNew()
    {
        using var temporary = TestFiles.Temporary();
        RunFolder.Create(temporary.Path).Dispose();
        File.WriteAllText(temporary.File(".options.json.0123456789abcdef0123456789abcdef.tmp"), "{\"opt");
        using var folder = RunFolder.Create(temporary.Path);
        Assert.Empty(Directory.GetFiles(temporary.Path, "*.tmp"));
        folder.Begin(SmallRun.Options);
    }

    [Fact]
    public void ResumingWithOtherSettingsIsRefusedWithTheDifference()
    {
        using var temporary = TestFiles.Temporary();
        using (var folder = RunFolder.Create(temporary.Path))
            folder.Begin(SmallRun.Options);
        var changed = SmallRun.Options;
        changed["optimiser"]!["learningRate"] = 0.01;
        changed["classes"] = new JsonArray("bolt", "screw", "spring", "pin");
        changed["pictures"]!.AsObject().Remove("nut/2.jpg");
        changed["pictures"]!["bolt/1.jpg"] = "cc";
        changed["views"] = 4;

        using var again = RunFolder.Open(temporary.Path);
        var error = Assert.Throws<TrainingException>(() => again.Begin(changed));
        Assert.All(
            [
                "optimiser.learningRate: 0.002 → 0.01", "classes: removed \"nut\"", "classes: added \"spring\"", "classes: added \"pin\"",
                "pictures[\"bolt/1.jpg\"]: \"aa\" → \"cc\"", "pictures[\"nut/2.jpg\"]: removed (it was \"bb\")", "views: added 4",
            ],
            line => Assert.Contains("\n  " + line + "\n", error.Message, StringComparison.Ordinal));
        again.Begin(SmallRun.Options);      // unchanged: goes on
    }

    [Fact]
    public void OneValueWrittenInAnotherWayIsNoDifference()
    {
        using var temporary = TestFiles.Temporary();
        using var folder = RunFolder.Create(temporary.Path);
        folder.Begin(JsonNode.Parse("""{"b":1.0,"a":{"y":1e-5,"x":18446744073709551615}}""")!.AsObject());
        folder.Begin(JsonNode.Parse("""{"a":{"x":18446744073709551615,"y":0.00001},"b":1}""")!.AsObject());
        Assert.Throws<TrainingException>(() => folder.Begin(JsonNode.Parse("""{"a":{"x":18446744073709551614,"y":0.00001},"b":1}""")!.AsObject()));
    }

    [Fact]
    public void ManyDifferencesAreCut()
    {
        using var temporary = TestFiles.Temporary();
        using var folder = RunFolder.Create(temporary.Path);
        folder.Begin(Numbered(0));
        var error = Assert.Throws<TrainingException>(() => folder.Begin(Numbered(100)));
        Assert.Contains("and 28 more", error.Message, StringComparison.Ordinal);

        static JsonObject Numbered(int first) => new(Enumerable.Range(0, 40).Select(i => KeyValuePair.Create($"k{i:D2}", (JsonNode?)(first + i))));
    }

    [Fact]
    public void OptionsThatAreDamagedOrNotFiniteAreRefused()
    {
        using var temporary = TestFiles.Temporary();
        using var folder = RunFolder.Create(temporary.Path);
        Assert.Throws<OptionsException>(() => folder.Begin(new JsonObject { ["rate"] = double.NaN }));
        File.WriteAllText(folder.OptionsPath, "{\"half");
        Assert.Throws<TrainingException>(() => folder.Begin(SmallRun.Options));
    }

    [Fact]
    public void TheEnvironmentIsKeptAndItsChangesAreTold()
    {
        using var temporary = TestFiles.Temporary();
        using var folder = RunFolder.Create(temporary.Path);
        var here = RunEnvironment.Capture(new Engine(KernelPath.Scalar, 1));
        Assert.Empty(folder.RecordEnvironment(here));
        Assert.Empty(folder.RecordEnvironment(here));
        var elsewhere = here with { KernelPath = KernelPath.Vector512, Threads = 8 };
        Assert.Equal(["kernelPath: \"Scalar\" → \"Vector512\""], folder.RecordEnvironment(elsewhere));
        Assert.Contains("\"kernelPath\": \"Scalar\"", File.ReadAllText(folder.EnvironmentPath), StringComparison.Ordinal);
        Assert.Equal("0.1.0", here.LibraryVersion);

        File.WriteAllText(folder.EnvironmentPath, "[1]");
        Assert.Contains("environment.json", Assert.Throws<TrainingException>(() => folder.RecordEnvironment(here)).Message, StringComparison.Ordinal);
    }
}
