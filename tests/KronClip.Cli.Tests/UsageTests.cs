using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Command lines that cannot be meant: exit code 2, a sentence on standard error, nothing on standard output.</summary>
public sealed class UsageTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "Say what to do")]
    [InlineData("trian", "There is no verb 'trian'")]
    [InlineData("--bogus", "There is no option '--bogus'")]
    [InlineData("train", "<images> is missing")]
    [InlineData("train x", "'--model' is required")]
    [InlineData("train x y --model m", "'y'")]
    [InlineData("train x --model", "--model")]
    [InlineData("train x --model --json", "Option '--model' has no value before '--json'")]
    [InlineData("train x --model m --bogus", "There is no option '--bogus'")]
    [InlineData("train x --model m --shots 4 --shots 5", "--shots")]
    [InlineData("train x --model m --threads many", "--threads is 'many'")]
    [InlineData("train x --model m --threads -1", "--threads is -1")]
    [InlineData("train x --model m --kernel 1024", "--kernel is '1024'; give scalar, 128, 256 or 512")]
    [InlineData("eval", "<classifier> is missing")]
    [InlineData("eval c", "<images> is missing")]
    [InlineData("eval c x --bogus", "There is no option '--bogus'")]
    [InlineData("extend", "<classifier> is missing")]
    [InlineData("extend c", "<images> is missing")]
    [InlineData("extend c x --replay some", "replay is 'some'; give all, none, or how many")]
    [InlineData("extend c x --freeze --replay 3", "--replay cannot be heeded")]
    [InlineData("extend c x --freeze --epochs 3", "--epochs cannot be heeded")]
    [InlineData("extend c x --shots 0", "shots is 0")]
    [InlineData("predict c", "<images> is missing")]
    [InlineData("predict c x --bogus y", "There is no option '--bogus'")]
    [InlineData("predict c -b y", "There is no option '-b'")]
    [InlineData("predict c x --top 0", "--top is 0")]
    [InlineData("predict c x --top 1.5", "--top is '1.5'")]
    [InlineData("export c", "<out.onnx> is missing")]
    [InlineData("export c x.onnx --fp16 --int8", "exclude each other")]
    [InlineData("export c x.onnx --input sound", "--input is 'sound'; give image or floats")]
    [InlineData("export c x.onnx --pictures 0", "check pictures is 0")]
    [InlineData("export c x.onnx --most-changed 2", "may change is 2")]
    [InlineData("export c x.bin", "does not end in .onnx")]
    [InlineData("search", "<images> is missing")]
    [InlineData("search x", "<text> is missing")]
    [InlineData("search x y", "'--model' is required")]
    [InlineData("search x y --model m --top 0", "top is 0")]
    [InlineData("serve", "There is nothing to serve")]
    [InlineData("studio x --port 70000", "The port is 70000")]
    [InlineData("explain", "<classifier> is missing")]
    [InlineData("explain c x --check y", "give one of the two")]
    [InlineData("explain c --label x", "--label is for one image")]
    [InlineData("explain c --masks single", "--masks is for maps")]
    [InlineData("explain c x --limit 3", "--limit is for --check")]
    [InlineData("explain c x --between a,b", "--between is for the classifier itself")]
    [InlineData("explain c --between a", "name two, as in --between bolt,nut")]
    [InlineData("explain c --images x", "--images is for two classes")]
    [InlineData("explain c --check x --limit 0", "limit is 0")]
    [InlineData("explain c --check x --filling red", "--filling is 'red'; give mean or grey or blur")]
    [InlineData("serve c --port many", "--port is 'many'")]
    [InlineData("serve c --port 70000", "The port is 70000")]
    [InlineData("serve c --address here", "--address is 'here'")]
    [InlineData("serve c --address 0.0.0.0", "it needs a token")]
    [InlineData("serve c --log-days 3", "--log-days says nothing without a log")]
    [InlineData("serve c --log x --log-days 0", "whole days, 1 or more")]
    [InlineData("drift c", "<pictures> is missing")]
    [InlineData("drift c x --days 0", "days is 0")]
    [InlineData("next c", "<images> is missing")]
    [InlineData("next c x --count 0", "count is 0")]
    [InlineData("retrain c", "<images> is missing")]
    [InlineData("retrain c x --shots 0", "shots is 0")]
    [InlineData("retrain c x --out c", "is the classifier that is in use")]
    [InlineData("audit", "<file> is missing")]
    [InlineData("classes", "The verbs are: list, add, rename, remove")]
    [InlineData("classes add c washer", "'--out' is required")]
    [InlineData("classes add c --out d", "<names> is missing")]
    [InlineData("classes rename c washer --out d.kronclip", "is not old=new")]
    [InlineData("model", "The verbs are: list, pull, check, remove")]
    [InlineData("study", "The verbs are: ck-coop, add-ons, stages, noise")]
    [InlineData("data", "The verbs are: list, check, split")]
    [InlineData("data check", "<name> is missing")]
    [InlineData("data check dtd", "'--root' is required")]
    [InlineData("data check dttd --root x", "Did you mean 'dtd'?")]
    [InlineData("data split dtd --root x --shots 0", "shots is 0")]
    [InlineData("data split dtd --root x --seed one", "--seed is 'one'")]
    [InlineData("model check", "<model> is missing")]
    [InlineData("model pull", "<model> is missing")]
    [InlineData("model remove", "<model> is missing")]
    [InlineData("model list x", "'x'")]
    [InlineData("model check x --bogus", "There is no option '--bogus'")]
    [InlineData("methods list", "There is no verb 'list'")]
    [InlineData("methods show", "<name> is missing")]
    [InlineData("methods show nothing", "There is no method 'nothing'")]
    [InlineData("methods --bogus", "There is no option '--bogus'")]
    [InlineData("doctor x", "'x'")]
    [InlineData("doctor --bogus", "There is no option '--bogus'")]
    [InlineData("sample", "<folder> is missing")]
    [InlineData("sample x --seed one", "--seed is 'one'")]
    [InlineData("report", "<run> is missing")]
    [InlineData("repro", "<run> is missing")]
    [InlineData("repro x --bogus", "There is no option '--bogus'")]
    public void Is_refused_with_a_sentence(string line, string sentence) => AssertRefused(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), sentence);

    [Theory]
    [InlineData("--shots 0", "shots is 0")]
    [InlineData("--shots -3", "shots is -3")]
    [InlineData("--shots sixteen", "--shots is 'sixteen'")]
    [InlineData("--shots 99999999999", "--shots is '99999999999'")]
    [InlineData("--seed 9223372036854775808", "--seed is '9223372036854775808'")]
    [InlineData("--learning-rate 0", "learning rate is 0")]
    [InlineData("--learning-rate -1", "learning rate is -1")]
    [InlineData("--learning-rate 1e9", "learning rate is 1000000000")]
    [InlineData("--learning-rate NaN", "learning rate is NaN")]
    [InlineData("--learning-rate 0,002", "--learning-rate is '0,002'")]
    [InlineData("--epochs 0", "epochs is 0")]
    [InlineData("--batch 0", "batch is 0")]
    [InlineData("--views 0", "--views is '0'")]
    [InlineData("--views 2000", "views is 2000")]
    [InlineData("--recipe mine", "no recipe 'mine'")]
    [InlineData("--optimiser adam", "--optimiser is 'adam'; give sgd or adamw or lbfgs")]
    [InlineData("--orientation up", "--orientation is 'up'; give apply or ignore")]
    [InlineData("--checkpoint-seconds -1", "-1 seconds")]
    [InlineData("--method nothing", "There is no method 'nothing'")]
    [InlineData("--set contextWords=0", "contextWords is 0")]
    [InlineData("--set contextWords=78", "contextWords is 78")]
    [InlineData("--set contextWords=null", "says nothing")]
    [InlineData("--set contextWords=\"four\"", "contextWords")]
    [InlineData("--set contextWords", "--set name=value")]
    [InlineData("--set contextWords=4 --set contextWords=5", "given twice")]
    [InlineData("--set word=4", "no option 'word'")]
    [InlineData("--method zero-shot --set templates=[\"photo\"]", "exactly once")]
    public void A_training_with_an_impossible_value_is_refused_before_anything_is_read(string options, string sentence) =>
        AssertRefused(sample.Train(options.Split(' ')), sentence);

    [Fact]
    public void Every_verb_has_help_with_an_example()
    {
        var cli = sample.Cli(folder.Path);
        foreach (var verb in new[] { "", "train", "eval", "predict", "model list", "model pull", "model check", "model remove", "methods", "methods show", "doctor", "sample", "repro", "compare", "study ck-coop", "study add-ons", "study stages", "study noise", "benchmark base-to-new", "benchmark cross-task", "benchmark domain", "benchmark few-shot", "labels", "extend", "search", "explain", "serve", "studio", "drift", "next", "retrain", "audit", "export", "classes list", "classes add", "classes rename", "classes remove", "data list", "data check", "data split", "report" })
        {
            var help = cli.Expect(0, [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.Contains("Example", help.Output);
            Assert.Contains($"kronclip {verb}", help.Output);
            Assert.Empty(help.Error);
        }
    }

    [Fact]
    public void The_version_is_one_line() => Assert.Equal(Library.Version + "\n", sample.Cli(folder.Path).Expect(0, "--version").Output);

    void AssertRefused(string[] arguments, string sentence)
    {
        var result = sample.Cli(folder.Path).Expect(2, arguments);
        Assert.Contains(sentence, result.Error);
        Assert.StartsWith("error: ", result.Error);
        Assert.Empty(result.Output);
    }
}
