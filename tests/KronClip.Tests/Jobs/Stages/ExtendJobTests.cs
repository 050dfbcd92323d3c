using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>A classifier of two classes takes two more: named or trained, with earlier pictures from their run, their folder, or the cache alone.</summary>
public class ExtendJobTests(StageFolder folder) : IClassFixture<StageFolder>
{
    static readonly RecipeChoice NoRecipe = new();

    [Theory]
    [InlineData("ck-coop", false)]
    [InlineData("ck-coop", true)]
    [InlineData("coop", false)]
    [InlineData("kgcoop", false)]
    public void NamingKeepsEveryBitOfTheOldClasses(string method, bool refresh)
    {
        var old = ClassifierFile.Read(folder.Train(method).Classifier);
        var path = folder.Train(method).Classifier;
        var result = ExtendJob.Run(folder.Extend(path) with { Freeze = true, RefreshDictionary = refresh, Recipe = NoRecipe });
        var made = ClassifierFile.Read(result.Classifier);
        Assert.Equal([.. old.Classes.Select(c => c.Folder), "red_circle", "yellow_stripes"], made.Classes.Select(c => c.Folder));
        Assert.Equal(Row(old, 0), Row(made, 0));
        Assert.Equal(Row(old, 1), Row(made, 1));
        Assert.Equal(Tensor(old, "context_words"), Tensor(made, "context_words"));
        Assert.Equal(old.Document.TrainedOn, made.Document.TrainedOn);
        Assert.Equal((0, 0, null, "named"), (result.Steps, result.Pictures.New, result.Run, result.How));
        Assert.Equal((4, 16), (result.Pictures.OldTest, result.Pictures.NewTest));                     // the run's own test pictures, and all of the new classes
        Assert.Equal(refresh ? (66, 2) : (64, 0), refresh ? (result.Dictionary!.After, result.Dictionary.Words.Count) : (64, result.Dictionary?.Words.Count ?? 0));
        Assert.Equal(result.Parameters, made.Learned.Where(t => t.Name != "context_words").Sum(t => (long)t.Values.Length));
    }

    /// <summary>The names that a training would give the new classes with the same prompt are the ones that naming gives.</summary>
    [Fact]
    public void NamedClassesAreThoseOfThePrompt()
    {
        var path = folder.Train().Classifier;
        var two = ClassifierFile.Read(ExtendJob.Run(folder.Extend(path) with { Freeze = true, Recipe = NoRecipe }).Classifier);
        var one = folder.NewPlace();
        folder.Copy("red_circle", Path.Combine(one, "red_circle"), 0, 3);
        var single = ClassifierFile.Read(ExtendJob.Run(folder.Extend(path, one) with { Freeze = true, Recipe = NoRecipe }).Classifier);
        Assert.Equal(3, single.Classes.Count);
        foreach (var (a, b) in Row(two, 2).Zip(Row(single, 2)))
            Assert.Equal(a, b, 1e-6);
    }

    [Fact]
    public void TrainingGoesOnFromTheLearnedPromptWithTheEarlierPictures()
    {
        var first = folder.Train();
        var request = folder.Extend(first.Classifier);
        var result = ExtendJob.Run(request);
        Assert.Equal(new StagePictures(6, 6, 6, 6, 4, 4), result.Pictures);
        Assert.Equal(StageFolder.Epochs, result.Steps);
        Assert.Equal(result.Old.Before!.Accuracy, first.Adapted.Test!.Accuracy);                       // the same test pictures, the same classifier
        Assert.Equal(100 * (result.Old.Before.Accuracy - result.Old.After!.Accuracy), result.Old.Forgetting!.Value, 9);
        var made = ClassifierFile.Read(result.Classifier);
        Assert.Equal(12, made.Document.TrainedOn.Count);
        Assert.Equal("kronclip extend", made.Document.CreatedBy);
        var old = ClassifierFile.Read(first.Classifier);
        Assert.Null(old.Document.Stages);
        Assert.Equal((null, "trained", 6, 0), (made.Document.Stages![0].From, made.Document.Stages[0].How, made.Document.Stages[0].Pictures, made.Document.Stages[0].Replayed));
        Assert.Equal((old.Document.ContentHash, "trained", 6, 6), (made.Document.Stages[1].From, made.Document.Stages[1].How, made.Document.Stages[1].Pictures, made.Document.Stages[1].Replayed));
        Assert.Equal(["red_circle", "yellow_stripes"], made.Document.Stages[1].Classes);
        Assert.Equal(first.Model, result.Model);
        Assert.NotEqual(Tensor(old, "W"), Tensor(made, "W"));
        Assert.Equal(result.ToJson().Length, ExtendResult.Read(Path.Combine(request.Run!, "metrics.json")).ToJson().Length);

        // The next stage finds all of it by the run, those that were not trained on again among them.
        var next = folder.NewPlace();
        folder.Copy("red_circle", Path.Combine(next, "red_circle"), 8, 6);
        var third = ExtendJob.Run(folder.Extend(result.Classifier, next) with { Earlier = request.Run, Replay = new ReplayChoice(1) });
        Assert.Equal((3, 12, 12, 4), (third.Stage, third.Pictures.Recorded, third.Pictures.Found, third.Pictures.Replayed));
        Assert.Equal(4, third.Classes.Count);
        Assert.True(third.Pictures.OldTest > 8, "the new pictures of an old class are measured too");
        var fourth = ExtendJob.Run(folder.Extend(third.Classifier, folder.New) with { Earlier = third.Run, Freeze = false, Replay = ReplayChoice.None, Shots = 1, Images = More() });
        Assert.Equal(third.Pictures.Recorded + third.Pictures.New, fourth.Pictures.Found);
    }

    /// <summary>A fifth class under a name that the sample does not have.</summary>
    string More()
    {
        var place = folder.NewPlace();
        folder.Copy("red_circle", Path.Combine(place, "disc"), 14, 8);
        return place;
    }

    [Fact]
    public void EmbeddingsInTheCacheStandForPicturesThatAreGone()
    {
        var pictures = folder.NewPlace();
        folder.Copy("blue_square", Path.Combine(pictures, "blue_square"), 8, 8);
        folder.Copy("green_triangle", Path.Combine(pictures, "green_triangle"), 8, 8);
        var first = folder.Train(pictures: pictures);
        var there = ExtendJob.Run(folder.Extend(first.Classifier));
        Directory.Delete(pictures, recursive: true);
        var gone = ExtendJob.Run(folder.Extend(first.Classifier));
        Assert.Equal(new StagePictures(6, 6, 6, 6, 4, 4), gone.Pictures);
        Assert.Equal(Tensor(ClassifierFile.Read(there.Classifier), "W"), Tensor(ClassifierFile.Read(gone.Classifier), "W"));
        var listening = new ListeningObserver();
        var without = ExtendJob.Run(folder.Extend(first.Classifier) with { Cache = "" }, listening);
        Assert.Equal((0, 0), (without.Pictures.Found, without.Pictures.Replayed));
        Assert.Null(without.Old.Before);
        Assert.Contains(listening.Warnings, w => w.StartsWith("No earlier training picture was found", StringComparison.Ordinal));
        Assert.Contains("known from the cache alone", Assert.Throws<DataException>(() => ExtendJob.Run(folder.Extend(first.Classifier) with { Recipe = new RecipeChoice { Epochs = 2, Views = 2 } })).Message, StringComparison.Ordinal);
    }

    /// <summary>Without the run, the hashes in the classifier tell which pictures of a folder were trained on: they are replayed and never measured.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ThePicturesThemselvesAreEnough(bool apart)
    {
        var first = folder.Train();
        var alone = folder.NewPlace() + ".kronclip";
        File.Copy(first.Classifier, alone);                            // no run beside it
        var images = folder.New;
        if (!apart)
        {
            images = folder.NewPlace();
            foreach (var name in new[] { "blue_square", "green_triangle", "red_circle", "yellow_stripes" })
                folder.Copy(name, Path.Combine(images, name), 0, 8);
        }
        var result = ExtendJob.Run(folder.Extend(alone, images) with { Earlier = apart ? folder.Old : null });
        Assert.Equal((6, 6), (result.Pictures.Found, result.Pictures.Replayed));
        if (apart)
            Assert.Equal(10, result.Pictures.OldTest);                 // all that was not trained on
        else
            Assert.Equal((12, 6), (result.Pictures.New, result.Pictures.Recorded));       // 5 others of each old class: 3 train, 1 validate, 1 test
    }

    [Fact]
    public void TheReplayIsAsAskedAndDecidesTheFolder()
    {
        var first = folder.Train();
        var none = ExtendJob.Run(folder.Extend(first.Classifier) with { Replay = ReplayChoice.None });
        var one = ExtendJob.Run(folder.Extend(first.Classifier) with { Replay = new ReplayChoice(1) });
        Assert.Equal((6, 0), (none.Pictures.Found, none.Pictures.Replayed));
        Assert.Equal((6, 2), (one.Pictures.Found, one.Pictures.Replayed));
        var again = Assert.Throws<TrainingException>(() => ExtendJob.Run(folder.Extend(first.Classifier) with { Run = none.Run, Replay = ReplayChoice.All }));
        Assert.Contains("replay", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATrainingThatGrewItsDictionaryCanBeReadAndExtendedAgain()
    {
        var first = folder.Train();
        var result = ExtendJob.Run(folder.Extend(first.Classifier) with { RefreshDictionary = true });
        Assert.Equal(["red circle", "yellow stripes"], result.Dictionary!.Words);
        Assert.Equal(384 + 4 * 2 + 8, result.Parameters);              // W 4×66, A_1 9×8, A_2 8×8 at width 64
        Assert.Equal(384, result.ParametersBefore);
        var made = ClassifierFile.Read(result.Classifier);
        Assert.Equal(["red circle", "yellow stripes"], made.Document.Stages![1].Words);
        var next = ExtendJob.Run(folder.Extend(result.Classifier, More()) with { Earlier = result.Run, RefreshDictionary = true });
        Assert.Equal((66, 67), (next.Dictionary!.Before, next.Dictionary.After));
    }

    [Fact]
    public void APromptForEachPictureIsExtendedToo()
    {
        var path = folder.Train("cocoop").Classifier;
        var named = ExtendJob.Run(folder.Extend(path) with { Freeze = true, Recipe = NoRecipe });
        Assert.Equal(ClassifierFile.Read(path).Head.Tensors.SelectMany(t => t.Values.ToArray()), ClassifierFile.Read(named.Classifier).Head.Tensors.SelectMany(t => t.Values.ToArray()));
        var trained = ExtendJob.Run(folder.Extend(path) with { Recipe = new RecipeChoice { Epochs = 2 } });
        using var loaded = LoadedClassifier.Open(trained.Classifier, null, "");
        Assert.Equal(4, loaded.Classifier.Classes.Count);
        Assert.Equal((6, 6), (trained.Pictures.New, trained.Pictures.Replayed));
    }

    static string Refused<T>(Func<ExtendRequest> request) where T : Exception => Assert.Throws<T>(() => ExtendJob.Run(request())).Message;

    [Fact]
    public void WhatCannotTakeMoreClassesSaysWhy()
    {
        Assert.Contains("belongs to the classes", Refused<ClassifierException>(() => folder.Extend(folder.Train("ridge").Classifier)), StringComparison.Ordinal);
        Assert.Contains("learns nothing", Refused<ClassifierException>(() => folder.Extend(folder.Train("zero-shot").Classifier)), StringComparison.Ordinal);
        Assert.Contains("classSpecific", Refused<ClassifierException>(() => folder.Extend(folder.Train("coop", new JsonObject { ["classSpecific"] = true }).Classifier)), StringComparison.Ordinal);
        var coop = folder.Train("coop").Classifier;
        Assert.Contains("has no dictionary", Refused<OptionsException>(() => folder.Extend(coop) with { RefreshDictionary = true }), StringComparison.Ordinal);
        var other = KronClip.Jobs.SampleJob.Run(folder.NewPlace(), seed: 2).ModelFolder;
        Assert.Contains("content hash", Refused<ClassifierException>(() => folder.Extend(coop) with { Model = other }), StringComparison.Ordinal);
        Assert.Contains("no class that the classifier does not know", Refused<DataException>(() => folder.Extend(coop, folder.Old) with { Freeze = true, Recipe = NoRecipe }), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatCollideAreRefused()
    {
        var path = folder.Train().Classifier;
        string With(string name, string? words = null, string? display = null)
        {
            var place = folder.NewPlace();
            folder.Copy("red_circle", Path.Combine(place, name), 0, 4);
            if (words is not null)
                File.WriteAllText(place + ".json", new JsonObject { ["version"] = 1, ["classes"] = new JsonObject { [name] = new JsonObject { ["words"] = words, ["name"] = display ?? name } } }.ToJsonString());
            return place;
        }

        var same = With("Blue Square");
        Assert.Contains("'Blue Square' has the words or the name of the classifier's class 'blue_square'", Refused<DataException>(() => folder.Extend(path, same)), StringComparison.Ordinal);
        var other = With("blue_square", "azure box");
        Assert.Contains("is given the words 'azure box', but the classifier knows it by 'blue square'", Refused<DataException>(() => folder.Extend(path, other) with { ClassFile = other + ".json" }), StringComparison.Ordinal);
        var fine = With("disc", "red disc", "ディスク");
        Assert.Equal("ディスク", ExtendJob.Run(folder.Extend(path, fine) with { ClassFile = fine + ".json" }).Classes[2].Name);
        Assert.Contains("holds no picture to train on", Refused<DataException>(() => folder.Extend(path, folder.Old)), StringComparison.Ordinal);
    }

    [Fact]
    public void APictureOfAnotherClassIsLeftOutAndSaid()
    {
        var first = folder.Train();
        var trained = SplitFile.Read(Path.Combine(first.Run, "split.jsonl")).Split.Train[0];
        var place = folder.NewPlace();
        folder.Copy("red_circle", Path.Combine(place, "disc"), 0, 8);
        File.Copy(trained.Path, Path.Combine(place, "disc", "seen.png"));
        var result = ExtendJob.Run(folder.Extend(first.Classifier, place));
        Assert.Contains(result.Warnings, w => w.Contains("trained on them as another class: 'disc/seen.png'", StringComparison.Ordinal));
        Assert.Equal(6, result.Pictures.Found);
    }

    static float[] Row(Classifier classifier, int label) => ((EmbeddingsHead)classifier.Head).Row(label).ToArray();

    static float[] Tensor(Classifier classifier, string name) => classifier.Learned.Single(t => t.Name == name).Values.ToArray();
}
