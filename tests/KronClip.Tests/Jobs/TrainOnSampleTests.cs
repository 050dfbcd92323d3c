using System.Security.Cryptography;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>The main job on the sample, with the faults of real picture folders (docs/faults.md: I3, I11, I16, I18, I19, I20, T13).</summary>
public class TrainOnSampleTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    [Fact]
    public void TrainingOnTheSampleGivesFiniteNumbers()
    {
        var metrics = TrainJob.Run(folder.Request(folder.CopyPictures()));
        Assert.Equal(folder.Sample.Classes, metrics.Classes.Select(c => c.Folder));
        Assert.Equal(6 * 64, metrics.Parameters);               // CK-CoOp's 6d
        Assert.All([metrics.ZeroShot.Test, metrics.Adapted.Test], figures => Assert.InRange(figures!.Accuracy, 0, 1));
        using var classifier = LoadedClassifier.Open(metrics.Classifier, null, "");
        var predicted = PredictJob.Run(classifier, [Path.Combine(folder.Sample.PicturesFolder, "red_circle")], top: 4).ToArray();
        Assert.Equal(24, predicted.Length);
        Assert.All(predicted, picture => Assert.Equal(1, picture.Top.Sum(guess => guess.Confidence), 1e-5));
    }

    [Fact]
    public void ADamagedPictureIsSetAsideAndNamed()
    {
        var pictures = folder.CopyPictures();
        var damaged = Path.Combine(pictures, "blue_square", "blue_square_03.png");
        File.WriteAllBytes(damaged, File.ReadAllBytes(damaged)[..5000]);
        var observer = new ListeningObserver();
        var metrics = TrainJob.Run(folder.Request(pictures), observer);
        Assert.Contains(observer.Warnings, warning => warning.Contains("blue_square_03.png", StringComparison.Ordinal));
        Assert.Contains(metrics.Warnings, warning => warning.Contains("blue_square_03", StringComparison.Ordinal));
        Assert.Equal((31, 1), (Used(metrics), metrics.Split.Unused));
        Assert.Contains("blue_square_03", File.ReadAllText(Path.Combine(metrics.Run, "split.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void APictureDeletedWhileTheJobRunsIsSetAsideAndNamed()
    {
        var pictures = folder.CopyPictures();
        var observer = new ListeningObserver(stage =>
        {
            if (stage == "encoding")
                File.Delete(Path.Combine(pictures, "red_circle", "red_circle_05.png"));
        });
        var metrics = TrainJob.Run(folder.Request(pictures), observer);
        Assert.Contains(observer.Warnings, warning => warning.Contains("red_circle_05.png", StringComparison.Ordinal));
        Assert.Contains(metrics.Warnings, warning => warning.Contains("red_circle_05", StringComparison.Ordinal));
        Assert.Equal((31, 1), (Used(metrics), metrics.Split.Unused));
    }

    [Fact]
    public void AnUnreadablePictureIsSetAsideAndNamed()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            Assert.Skip("needs a user whom file permissions bind");
        var pictures = folder.CopyPictures();
        var closed = Path.Combine(pictures, "green_triangle", "green_triangle_01.png");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(closed, UnixFileMode.None);
        var observer = new ListeningObserver();
        var metrics = TrainJob.Run(folder.Request(pictures), observer);
        Assert.Contains(observer.Warnings, warning => warning.Contains("green_triangle_01.png", StringComparison.Ordinal));
        Assert.Contains(metrics.Warnings, warning => warning.Contains("green_triangle_01", StringComparison.Ordinal));
        Assert.Equal((31, 1), (Used(metrics), metrics.Split.Unused));
    }

    [Fact]
    public void AClassNameOfMoreTokensThanThePromptHasRoomForIsRefusedBeforeAnyPictureIsRead()
    {
        var pictures = folder.CopyPictures();
        var name = string.Join(' ', Enumerable.Repeat("a", 76));         // one token each, and the full stop
        Directory.Move(Path.Combine(pictures, "red_circle"), Path.Combine(pictures, name));
        var request = folder.Request(pictures);
        var message = Assert.Throws<TokenizerException>(() => TrainJob.Run(request)).Message;
        Assert.Contains($"'{name}' has 77 tokens; with 4 context words and the two end tokens that makes 83", message, StringComparison.Ordinal);
        Assert.Contains("77 positions", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(request.Run) || Directory.Exists(request.Cache));
    }

    [Fact]
    public void NothingIsWrittenAmongThePictures()
    {
        var pictures = folder.CopyPictures();
        var before = State(pictures);
        if (!OperatingSystem.IsWindows())
            foreach (var place in Directory.EnumerateDirectories(pictures).Append(pictures))
                File.SetUnixFileMode(place, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            TrainJob.Run(folder.Request(pictures));
            Assert.Equal(before, State(pictures));
        }
        finally
        {
            if (!OperatingSystem.IsWindows())
                foreach (var place in Directory.EnumerateDirectories(pictures).Append(pictures))
                    File.SetUnixFileMode(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void FewerPicturesThanShotsAreUsedAndSaidSo()
    {
        var observer = new ListeningObserver();
        var metrics = TrainJob.Run(folder.Request(folder.CopyPictures(perClass: 5)) with { Shots = 16 }, observer);
        Assert.NotEmpty(metrics.Split.Notes);
        Assert.All(metrics.Split.Notes, note => Assert.Contains(note, observer.Notes));
        Assert.Equal(16, metrics.Shots);
        Assert.Equal(20, Used(metrics));
    }

    [Fact]
    public void ADamagedFeatureCacheChangesNoResult()
    {
        var (pictures, cache) = (folder.CopyPictures(), TestFiles.Temporary());
        using (cache)
        {
            var first = TrainJob.Run(folder.Request(pictures, cache.Path));
            var files = Directory.EnumerateFiles(cache.File("features"), "*", SearchOption.AllDirectories).ToArray();
            Assert.NotEmpty(files);
            foreach (var file in files)
            {
                var bytes = File.ReadAllBytes(file);
                for (var i = 100; i < bytes.Length; i += 100)
                    bytes[i] ^= 0x55;
                File.WriteAllBytes(file, bytes);
            }
            var second = TrainJob.Run(folder.Request(pictures, cache.Path));
            Assert.Equal(Hash(first.Classifier), Hash(second.Classifier));
            Assert.Equal(first.Adapted, second.Adapted);
        }
    }

    [Fact]
    public void AFullCacheGivesTheSameBitsAsNone()
    {
        var (pictures, cache) = (folder.CopyPictures(), TestFiles.Temporary());
        using (cache)
        {
            var without = TrainJob.Run(folder.Request(pictures, ""));
            TrainJob.Run(folder.Request(pictures, cache.Path));
            var with = TrainJob.Run(folder.Request(pictures, cache.Path));
            Assert.Equal(Hash(without.Classifier), Hash(with.Classifier));
        }
    }

    static int Used(RunMetrics metrics) => metrics.Split.Train + metrics.Split.Validation + metrics.Split.Test;

    static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    static string[] State(string folder) => [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => $"{entry.FullName} {entry.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal)];
}
