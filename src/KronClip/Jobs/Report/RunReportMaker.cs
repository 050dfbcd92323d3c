using System.Diagnostics;
using System.Globalization;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>What a finished training hands over for its report.</summary>
/// <param name="Context">Model, classes and request.</param>
/// <param name="Asked">The method that was asked for.</param>
/// <param name="Made">The method that was fitted.</param>
/// <param name="Pictures">The pictures.</param>
/// <param name="Learned">What the fit gave.</param>
/// <param name="Answers">What the classifiers answer.</param>
/// <param name="Named">What a class may expect that is only named; null where that was not measured.</param>
/// <param name="Environment">Where it was computed.</param>
sealed record TrainedRun(JobContext Context, MethodDefinition Asked, MethodPlan Made, DrawnPictures Pictures, LearnedHead Learned, RunAnswers Answers, ReportedNamedClasses? Named, RunEnvironment Environment);

/// <summary>Makes the report of a run (docs/report.md). All of it but its cost is a pure function of the run.</summary>
static class RunReportMaker
{
    /// <summary>On fewer pictures a temperature and a threshold are rough, and the report says so.</summary>
    const int FewPictures = 100;

    /// <summary>Makes the report.</summary>
    /// <param name="run">The training.</param>
    /// <param name="metrics">Its other figures.</param>
    /// <param name="classifier">The written classifier file.</param>
    /// <param name="observer">Hears how the learning curve goes.</param>
    /// <param name="cancel">Stops between two steps.</param>
    public static RunReport Make(TrainedRun run, RunMetrics metrics, string classifier, IJobObserver observer, CancellationToken cancel)
    {
        var (context, split, answers) = (run.Context, run.Pictures.Split, run.Answers);
        var (train, validation) = (split.Train.CountBy(item => item.Label).ToDictionary(), split.Validation.CountBy(item => item.Label).ToDictionary());
        var measured = MeasuredReport.Of([.. answers.Measured.Select(item => item.RelativePath)], answers.Truth, context.Classes.Count, Classifiers(run, metrics), answers.Confidence, context.Fingerprint);
        var curve = context.Request.LearningCurve && split.Test.Count > 0
            ? new LearningCurve(context, run.Asked, run.Pictures, observer, cancel).Measure(LearningCurve.Right([.. answers.Adapted.Select(TemperedSoftmax.Likeliest)], answers.Truth))
            : null;
        var report = new RunReport
        {
            Pictures = context.Request.PicturesName,
            Classes = [.. context.Classes.Select((c, label) => new ReportClass(c.Folder, c.Name, c.Words, train.GetValueOrDefault(label), validation.GetValueOrDefault(label)))],
            TestKind = split.TestKind,
            Measured = answers.Measured.Count,
            Classifiers = measured.Classifiers,
            Differences = measured.Differences,
            PerClass = measured.PerClass,
            Confusion = measured.Confusion,
            Calibration = measured.Calibration,
            Threshold = measured.Threshold,
            Mistakes = measured.Mistakes,
            Curve = curve,
            NamedClasses = run.Named,
            Context = ContextInWords.Of(context.Model, run.Made, run.Learned),
            Acceptance = [],
            Cost = Cost(run, metrics, new FileInfo(classifier).Length),
            Origin = Origin(run, metrics),
            Notes = Notes(run),
            Warnings = metrics.Warnings,
        };
        return Asked(report, context.Request);
    }

    /// <summary>A report with its title, and with what a request asks of the figures and states of the machine; nothing of it changes a figure, so a finished run can be asked again.</summary>
    /// <exception cref="OptionsException">The criteria cannot be read.</exception>
    public static RunReport Asked(RunReport report, TrainRequest request) => report with
    {
        Pictures = request.Title ?? request.PicturesName,
        Acceptance = request.Criteria.Judge(name => ReportFigures.Of(report, name)),
        Cost = report.Cost with { Watts = request.Watts, PricePerKilowattHour = request.PricePerKilowattHour, Currency = request.Currency },
    };

    /// <summary>Zero-shot CLIP where the method is another, the method, and the probe where there is one.</summary>
    static List<MeasuredAnswers> Classifiers(TrainedRun run, RunMetrics metrics)
    {
        var (answers, made) = (run.Answers, run.Made.Definition);
        var list = new List<MeasuredAnswers> { new(ReportedRole.Adapted, made.Name, made.Title, metrics.Parameters, answers.Adapted) };
        if (made.Learns)
            list.Insert(0, new(ReportedRole.ZeroShot, ZeroShot.Definition.Name, ZeroShot.Definition.Title, 0, answers.ZeroShot));
        if (answers.Probe is { } probe)
            list.Add(new(ReportedRole.Probe, Ridge.Definition.Name, Ridge.Definition.Title, EmbeddingProbe.Parameters(run.Context, run.Pictures.Split.Train.Count), probe));
        return list;
    }

    static ReportedCost Cost(TrainedRun run, RunMetrics metrics, long classifierBytes)
    {
        var pictures = run.Pictures;
        using var process = Process.GetCurrentProcess();
        return new ReportedCost(metrics.Parameters, pictures.Seconds, metrics.Seconds.Train, pictures.Prepared.Encoded, process.PeakWorkingSet64, classifierBytes,
            pictures.Prepared.Encoded > 0 && pictures.PlainSeconds > 0 ? pictures.Prepared.Encoded / pictures.PlainSeconds : null,
            run.Environment.Processor, run.Environment.Threads, null, null, null);
    }

    static ReportedOrigin Origin(TrainedRun run, RunMetrics metrics) => new()
    {
        DataFingerprint = metrics.DataFingerprint,
        Shots = metrics.Shots,
        Seed = metrics.Seed,
        Train = metrics.Split.Train,
        Validation = metrics.Split.Validation,
        Test = metrics.Split.Test,
        Method = run.Made.Definition.Title,
        Recipe = run.Made.Row.Recipe,
        Model = metrics.Model,
        ModelHash = metrics.ModelHash,
        Architecture = run.Context.Model.Config.Architecture,
        ModelLicence = ModelLicence.Of(run.Context.Request.Model, run.Context.Model.Folder),
        Version = run.Environment.LibraryVersion,
        Runtime = run.Environment.Runtime,
        KernelPath = run.Environment.KernelPath.ToString(),
    };

    static List<string> Notes(TrainedRun run)
    {
        var (split, confidence) = (run.Pictures.Split, run.Answers.Confidence);
        List<string> said = [.. split.Notes.Select(note => note.Sentence).OfType<string>()];
        if (confidence is null)
            said.Add("There were no validation pictures to fit a temperature on, so confidences are as the method gives them (T = 1).");
        else if (confidence.FittedOn == ConfidenceFit.Folds)
            said.Add("Temperature and threshold are fitted on the answers that they are measured on, as there are no other pictures; what is said after them flatters a little.");
        if (confidence is { Pictures: < FewPictures })
            said.Add($"Temperature and threshold are fitted on {Printable.Count(confidence.Pictures, "picture")}, so both are rough.");
        if (confidence is not null && confidence.Unknown.Precision < UnknownThreshold.UsualPrecision)
            said.Add(string.Create(CultureInfo.InvariantCulture, $"No threshold reaches a precision of {UnknownThreshold.UsualPrecision:0.##} on the pictures that it is chosen on; the suggested one reaches {confidence.Unknown.Precision:0.###} there."));
        if (run.Context.Request.LearningCurve && split.Test.Count == 0)
            said.Add("There is no learning curve: it needs test pictures, and there are none.");
        if (run.Context.Request.NamedClasses && run.Named is null)
        {
            said.Add("What a class may expect that is only named was not measured: "
                + (split.Test.Count == 0 ? "it needs test pictures, and there are none."
                    : run.Context.Classes.Count < NamedClasses.FewestClasses ? $"it needs {NamedClasses.FewestClasses} classes or more."
                    : "the method that was taken learns weights of its classes and names no others."));
        }
        return said;
    }
}
