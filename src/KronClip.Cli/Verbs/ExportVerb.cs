using System.CommandLine;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Deployment;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip export: a classifier as one ONNX file, checked before it is kept.</summary>
sealed class ExportVerb : Verb
{
    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file." };
    readonly Argument<string> output = new("out.onnx") { Description = "The file to write." };
    readonly Option<OnnxInput?> input = Choices.Of<OnnxInput>("--input",
        "What the file takes: image, uint8 RGB of any size with resize, crop and normalisation in the file (default), or floats, numbers that the caller has normalised.");
    readonly Option<bool> half = CommonOptions.Flag("--fp16", "Stores weights in 16 bits: half the size.");
    readonly Option<bool> int8 = CommonOptions.Flag("--int8", "Stores weights in 8 bits: a quarter of the size.");
    readonly Option<string?> check = CommonOptions.Path("--check", "images", "Checks the file on these pictures too, as for 'eval'; in the classifier's class folders they also give its accuracy.");
    readonly Option<int?> pictures = Numbers.Whole<int>("--pictures", "n", "Most pictures of --check that are used (default 100).");
    readonly Option<double?> changed = Numbers.Real("--most-changed", "share", "Largest share of answers that 16 or 8 bits may change (default 0.02).");
    readonly Option<string?> model = CommonOptions.Model(), cache = CommonOptions.Cache();
    readonly Option<bool> json = CommonOptions.Json("the result as one JSON document");

    public ExportVerb(Terminal terminal, CancellationToken cancel) : base("export", "Writes a classifier as one ONNX file, and checks that it answers as the classifier does.",
        ["kronclip export parts.kronclip parts.onnx", "kronclip export parts.kronclip parts.onnx --int8 --check photos/test"], terminal, cancel)
    {
        Arguments.Add(classifier);
        Arguments.Add(output);
        foreach (var option in new Option[] { input, half, int8, check, pictures, changed, model, cache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        if (arguments.GetValue(half) && arguments.GetValue(int8))
            throw new OptionsException("--fp16 and --int8 exclude each other; give one.");
        var result = ExportJob.Run(new ExportRequest
        {
            Classifier = arguments.GetRequiredValue(classifier),
            Output = arguments.GetRequiredValue(output),
            Model = arguments.GetValue(model),
            Input = arguments.GetValue(input) ?? OnnxInput.Image,
            Precision = arguments.GetValue(half) ? OnnxPrecision.Half : arguments.GetValue(int8) ? OnnxPrecision.Int8 : OnnxPrecision.Single,
            Check = arguments.GetValue(check),
            Cache = arguments.GetValue(cache),
            MostPictures = arguments.GetValue(pictures) ?? 100,
            MostChanged = arguments.GetValue(changed) ?? 0.02,
        }, new TerminalObserver(Terminal), Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(result.ToJson());
        else
            ExportReport.Write(Terminal, result);
        return ExitCode.Ok;
    }
}
