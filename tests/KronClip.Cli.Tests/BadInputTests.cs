using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Files and folders that are not what they should be: exit code 1, a sentence without a stack trace, and what can be answered is answered.</summary>
public sealed class BadInputTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void Train_refuses_an_empty_folder() => AssertFails("holds no class folders", "train", Empty(), "--model", sample.Model);

    [Fact]
    public void Train_refuses_a_model_that_is_not_there() => AssertFails("does not exist", "train", sample.Pictures, "--model", folder.File("nowhere"));

    [Fact]
    public void Train_refuses_a_folder_without_a_model() => AssertFails(Path.GetFileName(Empty()), "train", sample.Pictures, "--model", Empty());

    [Fact]
    public void Train_refuses_a_class_file_that_speaks_of_other_folders()
    {
        File.WriteAllText(folder.File("classes.json"), """{"version":1,"classes":{"red_cirle":{"words":"red circle"}}}""");

        AssertFails("'red_circle'", sample.Train("--classes", folder.File("classes.json")));
    }

    [Fact]
    public void Train_refuses_a_folder_of_other_files_as_run_folder() => AssertFails("holds no run but other files", sample.Train("--run", sample.Pictures));

    [Fact]
    public void Train_refuses_a_folder_as_output_before_it_works()
    {
        var result = Cli.Expect(2, sample.Train("--out", Empty(), "--run", folder.File("run")));

        Assert.Contains("which is a folder", result.Error);
        Assert.False(Directory.Exists(folder.File("run")));
    }

    [Fact]
    public void Train_refuses_an_output_that_cannot_be_written_before_it_works()
    {
        File.WriteAllText(folder.File("file"), "");

        AssertFails("could not be written", sample.Train("--out", folder.File("file", "a.kronclip"), "--run", folder.File("run")));

        Assert.False(Directory.Exists(folder.File("run")));
    }

    [Fact]
    public void Train_overwrites_no_file_but_a_classifier()
    {
        File.WriteAllText(folder.File("letter.txt"), "Dear Sir or Madam");

        var refused = Cli.Expect(2, sample.Train("--out", "letter.txt", "--epochs", "1"));
        var first = Cli.Expect(0, sample.Train("--out", "a.kronclip", "--epochs", "1"));
        var same = Cli.Expect(0, sample.Train("--out", "a.kronclip", "--epochs", "1"));
        var other = Cli.Expect(0, sample.Train("--out", "a.kronclip", "--epochs", "1", "--seed", "2"));

        Assert.Contains("is no classifier", refused.Error);
        Assert.Equal("Dear Sir or Madam", File.ReadAllText(folder.File("letter.txt")));
        Assert.DoesNotContain("is replaced", first.Error + same.Error);
        Assert.Contains("is replaced", other.Error);
    }

    [Fact]
    public void Train_makes_the_output_s_folder()
    {
        Cli.Expect(0, sample.Train("--epochs", "1", "--out", folder.File("new", "deep", "a.kronclip")));

        Assert.Equal(["a.kronclip", "a.md"], Directory.EnumerateFileSystemEntries(folder.File("new", "deep")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Train_sets_a_broken_picture_aside_and_says_so()
    {
        var pictures = sample.CopyPictures(folder.File("pictures"));
        File.WriteAllText(Path.Combine(pictures, "red_circle", "letter.jpg"), "Dear Sir or Madam");

        var result = Cli.Expect(0, "train", pictures, "--model", sample.Model, "--epochs", "1", "--json");

        Assert.Single(result.Error.Split('\n'), line => line.Contains("letter.jpg", StringComparison.Ordinal));
        Assert.Contains("letter.jpg", result.Output);           // the document's warnings
    }

    [Fact]
    public void Predict_answers_the_other_pictures_and_fails()
    {
        File.WriteAllText(folder.File("letter.jpg"), "Dear Sir or Madam");

        var plain = Cli.Expect(1, "predict", sample.Classifier, "letter.jpg", sample.Picture);
        var json = Cli.Expect(1, "predict", sample.Classifier, "letter.jpg", sample.Picture, "--json");

        Assert.Contains("error: 'letter.jpg'", plain.Error);
        Assert.Single(plain.Output.TrimEnd('\n').Split('\n'));
        Assert.Equal(2, json.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("error: 'letter.jpg'", json.Error);
    }

    [Fact]
    public void Predict_refuses_a_picture_that_is_not_there() => AssertFails("does not exist", "predict", sample.Classifier, "nowhere.jpg");

    [Fact]
    public void Predict_refuses_a_folder_without_pictures() => AssertFails("holds no picture", "predict", sample.Classifier, Empty());

    [Fact]
    public void Predict_refuses_a_folder_as_classifier() => AssertFails("cannot be read", "predict", sample.Pictures, sample.Picture);

    [Fact]
    public void Predict_refuses_a_picture_as_classifier() => AssertFails(Path.GetFileName(sample.Picture), "predict", sample.Picture, sample.Picture);

    [Fact]
    public void Predict_refuses_a_classifier_as_picture() => AssertFails("is no picture", "predict", sample.Classifier, sample.Classifier);

    [Fact]
    public void Predict_takes_names_that_begin_with_a_dash_or_an_at_sign()
    {
        File.Copy(sample.Picture, folder.File("-odd.png"));
        File.Copy(sample.Picture, folder.File("@odd.png"));

        var result = Cli.Expect(0, "predict", sample.Classifier, "--", "-odd.png", "@odd.png");

        Assert.Equal(2, result.Output.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Predict_keeps_a_name_with_a_line_break_on_one_line()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no such names");
        File.Copy(sample.Picture, folder.File("a\nb\u001b[31m.png"));

        var output = Cli.Expect(0, "predict", sample.Classifier, folder.Path).Output;

        Assert.StartsWith($"{folder.Path}/a\\u000Ab\\u001B[31m.png", output);
        Assert.Single(output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Eval_refuses_classes_that_the_classifier_does_not_know()
    {
        var pictures = sample.CopyPictures(folder.File("pictures"));
        Directory.Move(Path.Combine(pictures, "red_circle"), Path.Combine(pictures, "purple_star"));

        AssertFails("'purple_star'", "eval", sample.Classifier, pictures);
    }

    /// <summary>I16: a name of more than 77 tokens, with a learned context and without.</summary>
    [Theory]
    [InlineData("ck-coop")]
    [InlineData("zero-shot")]
    public void Train_refuses_words_that_do_not_fit_into_the_text_tower(string method)
    {
        var words = string.Join(' ', Enumerable.Repeat("red circle", 45));
        File.WriteAllText(folder.File("classes.json"), $$$$"""{"version":1,"classes":{"red_circle":{"words":"{{{{words}}}}"}}}""");

        var result = Cli.Expect(1, sample.Train("--classes", "classes.json", "--method", method));

        Assert.Contains("Class 'red_circle' has 91 tokens", result.Error);
        Assert.Contains("77 positions", result.Error);
        Assert.Contains("shorter words in classes.json", result.Error);
    }

    /// <summary>S8: one bit of the base model's weights is another than when the classifier was made.</summary>
    [Fact]
    public void Predict_refuses_a_model_of_which_one_bit_has_changed()
    {
        var model = Directory.CreateDirectory(folder.File("model")).FullName;
        foreach (var file in Directory.EnumerateFiles(sample.Model))
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        Cli.Expect(0, "predict", sample.Classifier, sample.Picture, "--model", model);
        var weights = Path.Combine(model, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;                                             // the sign or a low digit of one weight: still a sound file
        File.WriteAllBytes(weights, bytes);

        AssertFails("content hash", "predict", sample.Classifier, sample.Picture, "--model", model);
    }

    [Fact]
    public void Repro_refuses_a_folder_that_is_not_there() => AssertFails("is no folder", "repro", "nowhere");

    [Fact]
    public void Train_says_that_a_class_file_is_a_folder() => AssertFails("is a folder", sample.Train("--classes", Empty()));

    [Fact]
    public void Repro_refuses_a_folder_without_a_run() => AssertFails("holds no finished run", "repro", Empty());

    [Fact]
    public void Sample_refuses_a_folder_of_other_files() => AssertFails("not empty", "sample", sample.Pictures);

    [Fact]
    public void Model_check_refuses_a_folder_without_a_model() => AssertFails(Path.GetFileName(Empty()), "model", "check", Empty());

    string Empty() => Directory.CreateDirectory(folder.File("empty")).FullName;

    void AssertFails(string sentence, params string[] arguments)
    {
        var result = Cli.Expect(1, arguments);
        Assert.Contains(sentence, result.Error);
        Assert.Contains("error: ", result.Error);
        Assert.DoesNotContain("bug", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.Empty(result.Output);
    }
}
