using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Cli.Verbs;

namespace KronClip.Cli;

/// <summary>
/// The `kronclip` command: which verbs there are, and what becomes of their errors. Data goes to standard output, everything said to a person to standard error.
/// </summary>
static class CommandLine
{
    const string DebugVariable = "KRONCLIP_DEBUG";

    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        using var terminal = new Terminal();
        using var signals = new Signals(terminal.Say);
        try
        {
            var code = Run(args, terminal, signals.Token);
            terminal.Output.Flush();
            return code;
        }
        catch (OutputClosedException)
        {
            return ExitCode.Ok;             // the reader has had enough, as in `kronclip predict … | head -1`
        }
        catch (OperationCanceledException) when (signals.ExitCode is not null)
        {
            terminal.Say("Stopped. The same command goes on from what is saved.");
            return signals.ExitCode.Value;
        }
        catch (OptionsException error)
        {
            terminal.Error(error.Message);
            return ExitCode.Usage;
        }
        catch (KronClipException error)
        {
            terminal.Error(error.Message);
            return ExitCode.Failed;
        }
        catch (Exception error)
        {
            terminal.Error($"This is a bug in kronclip, not in what you did: {error.GetType().Name}: {error.Message}");
            terminal.Say(Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 } ? error.ToString() : $"Set {DebugVariable}=1 to see where, and report it with the command.");
            return ExitCode.Failed;
        }
    }

    static int Run(string[] args, Terminal terminal, CancellationToken cancel)
    {
        var root = Root(terminal, cancel);
        // No response files: a picture's name may begin with @. No bundling: there are no one-letter options.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (UsageErrors.Of(parsed) is { Count: > 0 } errors)
        {
            errors.ToList().ForEach(terminal.Error);
            terminal.Say($"Try '{HelpText.Path(parsed.CommandResult)} --help'.");
            return ExitCode.Usage;
        }
        EngineOptions.Apply(parsed);
        return parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,       // signals are ours: the first one lets the checkpoint be saved
            Output = terminal.Output,
            Error = terminal.ErrorWriter,
        });
    }

    /// <summary>The tree of verbs.</summary>
    internal static Command Root(Terminal terminal, CancellationToken cancel)
    {
        var root = new Command("kronclip", "Turns a frozen CLIP-like model into a classifier for your own pictures, from a few labelled photos.")
        {
            new TrainVerb(terminal, cancel),
            new ExtendVerb(terminal, cancel),
            new EvalVerb(terminal, cancel),
            new PredictVerb(terminal, cancel),
            new SearchVerb(terminal, cancel),
            new ExplainVerb(terminal, cancel),
            new ExportVerb(terminal, cancel),
            new MethodsVerb(terminal, cancel),
            new CompareVerb(terminal, cancel),
            BenchmarkVerbs.Group(terminal, cancel),
            new LabelsVerb(terminal, cancel),
            StudyVerbs.Group(terminal, cancel),
            new ReportVerb(terminal, cancel),
            new ReproVerb(terminal, cancel),
            new ServeVerb(terminal, cancel),
            new StudioVerb(terminal, cancel),
            new DriftVerb(terminal, cancel),
            new NextVerb(terminal, cancel),
            new RetrainVerb(terminal, cancel),
            new AuditVerb(terminal, cancel),
            ClassesVerbs.Group(terminal, cancel),
            ModelVerbs.Group(terminal, cancel),
            DataVerbs.Group(terminal, cancel),
            new DoctorVerb(terminal, cancel),
            new DemoVerb(terminal, cancel),
            new SampleVerb(terminal, cancel),
        };
        EngineOptions.AddTo(root);
        root.Options.Add(VersionText.Option());
        root.Options.Add(HelpText.Option(terminal.Width));
        return root;
    }
}
