using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Workspaces;

/// <summary>A workspace without a server: what is kept, what a kill leaves, and the limits.</summary>
public sealed class WorkspaceTests(SampleFolder sample) : IClassFixture<SampleFolder>, IDisposable
{
    const string Me = "this machine";

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    Workspace Open(Func<WorkspaceOptions, WorkspaceOptions>? with = null)
    {
        var options = new WorkspaceOptions { Cache = "", ModelFolders = [sample.Sample.ModelFolder] };
        return Workspace.Open(folder.File("workspace"), with?.Invoke(options) ?? options);
    }

    IReadOnlyList<IncomingPicture> Pictures(string name, int count, int skip = 0) =>
        [.. Directory.EnumerateFiles(Path.Combine(sample.Sample.PicturesFolder, name)).Order(StringComparer.Ordinal).Skip(skip).Take(count).Select(f => new IncomingPicture(Path.GetFileName(f), File.ReadAllBytes(f)))];

    Project Filled(Workspace workspace, int perClass = 6)
    {
        var project = workspace.Create("parts", null, Me);
        foreach (var name in sample.Sample.Classes.Take(2))
            Assert.Equal(perClass, project.AddPictures(project.AddClass(name, null, Me).Folder, Pictures(name, perClass), Me).Added.Count);
        project.Change(null, null, "ridge", Me);
        return project;
    }

    static TrainingView Train(ProjectTrainer trainer, Project project)
    {
        trainer.Start(project, null, Me);
        while (!trainer.Of(project).IsOver)
            Thread.Sleep(10);
        Assert.True(trainer.Of(project).State == TrainingView.Done, trainer.Of(project).Error);
        return trainer.Of(project);
    }

    [Fact]
    public void WhatIsKeptIsThereAgain()
    {
        ProjectView before;
        using (var workspace = Open())
            before = Filled(workspace).View(TrainingView.None);
        using var again = Open();
        var after = Assert.Single(again.Projects).View(TrainingView.None);
        Assert.Equal(before.Classes, after.Classes);
        Assert.Equal((before.Id, before.Name, before.Model, before.Method, before.Pictures), (after.Id, after.Name, after.Model, after.Method, after.Pictures));
        Assert.True(new AuditTrail(Path.Combine(again.Projects[0].Folder, "audit.jsonl")).Verify().Whole);
    }

    [Fact]
    public void TheFolderOfPicturesIsOneThatTrainTakes()
    {
        using var workspace = Open();
        var project = Filled(workspace);
        var metrics = TrainJob.Run(sample.Request(Path.Combine(project.Folder, "pictures")) with { ClassFile = Path.Combine(project.Folder, "classes.json") }, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(2, metrics.Classes.Count);
    }

    /// <summary>Half-written pictures, a torn line of the index and a lost class file: what is whole is there, and nothing else.</summary>
    [Fact]
    public void WhatAKillLeavesHarmsNothing()
    {
        string place;
        using (var workspace = Open())
            place = Filled(workspace).Folder;
        var first = Directory.GetDirectories(Path.Combine(place, "pictures"))[0];
        File.WriteAllText(Path.Combine(first, ".0123.png.0123456789abcdef0123456789abcdef.tmp"), "half");
        File.AppendAllText(Path.Combine(place, "pictures.jsonl"), "{\"id\":\"00");
        File.Delete(Path.Combine(place, "classes.json"));
        using var again = Open();
        var project = Assert.Single(again.Projects);
        Assert.Equal(12, project.View(TrainingView.None).Pictures);
        Assert.Equal(2, project.View(TrainingView.None).Classes.Count);
        Assert.Empty(Directory.GetFiles(first, ".*"));
        var name = sample.Sample.Classes[0];
        var added = Assert.Single(project.AddPictures(project.View(TrainingView.None).Classes[0].Folder, Pictures(name, 1, 10), Me).Added);
        Assert.NotNull(project.Pictures(null).Single(p => p.Id == added).File);
    }

    [Fact]
    public void LimitsAreSaidAndKept()
    {
        using var workspace = Open(o => o with { MostProjects = 1, MostClasses = 2, MostPictures = 13, MostBytes = 1 << 20 });
        var project = Filled(workspace);
        Assert.Equal(WorkspaceFault.Full, Assert.Throws<WorkspaceException>(() => workspace.Create("another", null, Me)).Fault);
        Assert.Equal(WorkspaceFault.Full, Assert.Throws<WorkspaceException>(() => project.AddClass("third", null, Me)).Fault);
        var added = project.AddPictures(project.View(TrainingView.None).Classes[0].Folder, Pictures(sample.Sample.Classes[0], 3, 10), Me);
        Assert.Single(added.Added);
        Assert.Equal(2, added.Refused.Count);
        Assert.Contains("no more are taken", added.Refused[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesThatAreDeletedAreFreeAgain()
    {
        var size = Pictures(sample.Sample.Classes[0], 3).Sum(p => (long)p.Bytes.Length);
        using var workspace = Open(o => o with { MostBytes = size });
        var project = workspace.Create("small", null, Me);
        var name = project.AddClass("one", null, Me).Folder;
        Assert.Equal(3, project.AddPictures(name, Pictures(sample.Sample.Classes[0], 3), Me).Added.Count);
        Assert.Single(project.AddPictures(name, Pictures(sample.Sample.Classes[0], 1, 5), Me).Refused);
        project.RemoveClass(name, Me);
        Assert.Equal(3, project.AddPictures(project.AddClass("two", null, Me).Folder, Pictures(sample.Sample.Classes[0], 3), Me).Added.Count);
    }

    [Fact]
    public void ABrokenProjectLeavesTheOthersOpen()
    {
        using (var workspace = Open())
        {
            Filled(workspace);
            File.WriteAllText(Path.Combine(workspace.Create("broken", null, Me).Folder, "project.json"), "{");
        }
        using var again = Open();
        Assert.Equal("parts", Assert.Single(again.Projects).Id);
        Assert.Contains("cannot be read", Assert.Throws<WorkspaceException>(() => again.Require("broken")).Message, StringComparison.Ordinal);
    }

    /// <summary>Killed between the classifier that is served and the line that says which one it is: what the line says counts.</summary>
    [Fact]
    public void WhatIsServedIsWhatTheProjectSays()
    {
        string place;
        using (var workspace = Open())
        {
            var project = Filled(workspace);
            using var trainer = new ProjectTrainer(workspace);
            Train(trainer, project);
            place = project.Folder;
        }
        var right = File.ReadAllBytes(Path.Combine(place, "current.kronclip"));
        File.WriteAllText(Path.Combine(place, "current.kronclip"), "something else");
        using var again = Open();
        Assert.Equal(right, File.ReadAllBytes(Assert.Single(again.Projects).CurrentFile));
    }

    [Fact]
    public void TheReportGoesByTheNameOfTheProject()
    {
        using var workspace = Open();
        var project = Filled(workspace);
        using var trainer = new ProjectTrainer(workspace);
        project.Change("Parts of line 3", null, null, Me);
        var number = Train(trainer, project).Result!.Number;
        Assert.Equal("Parts of line 3", RunMetrics.Read(Path.Combine(project.Versions.RunOf(number), "metrics.json")).Report!.Pictures);
    }

    /// <summary>A picture that was measured on is measured on for good: no later training learns from it.</summary>
    [Fact]
    public void PicturesThatAreSetAsideStaySo()
    {
        using var workspace = Open();
        var project = Filled(workspace);
        using var trainer = new ProjectTrainer(workspace);
        Train(trainer, project);
        var held = project.Document.HeldOut;
        Assert.NotEmpty(held);
        var name = sample.Sample.Classes[0];
        project.AddPictures(project.View(TrainingView.None).Classes[0].Folder, Pictures(name, 6, 10), Me);
        var second = Train(trainer, project).Result!;
        Assert.Subset(project.Document.HeldOut.ToHashSet(), held.ToHashSet());
        var trained = ClassifierFile.Read(project.Versions.FileOf(second.Number)).Document.TrainedOn;
        Assert.DoesNotContain(trained, t => project.Document.HeldOut.Any(h => h.StartsWith(t, StringComparison.Ordinal)));
        Assert.NotNull(second.Comparison);
        Assert.Contains("Of ", second.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void TheNameOfAClassChangesAndItsFolderDoesNot()
    {
        using var workspace = Open();
        var project = Filled(workspace);
        var c = project.View(TrainingView.None).Classes[0];
        var changed = project.ChangeClass(c.Folder, "ねじ", "screw", Me);
        Assert.Equal((c.Folder, "ねじ", "screw", c.Pictures), (changed.Folder, changed.Name, changed.Words, changed.Pictures));
        Assert.Equal(WorkspaceFault.Conflict, Assert.Throws<WorkspaceException>(() => project.AddClass("ねじ", "other", Me)).Fault);
    }

    [Fact]
    public void OnlyModelsByNameAreTaken()
    {
        using var workspace = Open();
        foreach (var model in new[] { sample.Sample.ModelFolder, "..", "/", ".", "nothing", "a/b/c", "C:\\x" })
            Assert.Equal(WorkspaceFault.Refused, Assert.Throws<WorkspaceException>(() => workspace.Models.Require(model)).Fault);
        Assert.Equal("openai/clip-vit-base-patch16", workspace.Models.Require("openai/clip-vit-base-patch16"));
        Assert.Equal("kron-mini", workspace.Models.Require("kron-mini"));
        Assert.Single(workspace.Models.List(), m => m.Default);
        Assert.Contains("machine parts", workspace.Models.List().Single(m => m.Name == "kron-mini").Note, StringComparison.Ordinal);
    }
}
