using System.CommandLine;
using System.Globalization;
using KronClip.Compute;

namespace KronClip.Cli.Options;

/// <summary>Where to compute: options of every verb, handed to the engine the way it takes them from the environment.</summary>
static class EngineOptions
{
    const string Threads = "--threads", Kernel = "--kernel", Memory = "--memory";

    public static void AddTo(Command root)
    {
        var threads = Numbers.Whole<int>(Threads, "n", "Threads to compute with; 0 takes all cores (default). Results do not depend on it.");
        threads.Recursive = true;
        root.Options.Add(threads);
        root.Options.Add(new Option<string?>(Kernel) { Description = "Vector kernels: scalar, 128, 256 or 512 (default: the widest the processor has).", HelpName = "bits", Recursive = true });
        var memory = Numbers.Whole<int>(Memory, "MiB", "Memory that a training step may keep between its way there and back (default 1024); what does not fit is computed twice. Results do not depend on it.");
        memory.Recursive = true;
        root.Options.Add(memory);
    }

    /// <summary>Must run before the engine is first used.</summary>
    /// <exception cref="OptionsException">The processor lacks the kernels, or the number of threads or the memory is not possible.</exception>
    public static void Apply(ParseResult parsed)
    {
        var (threads, kernel, memory) = (parsed.GetValue<int?>(Threads), parsed.GetValue<string?>(Kernel), parsed.GetValue<int?>(Memory));
        if (threads is null && kernel is null && memory is null)
            return;
        if (threads < 0)
            throw new OptionsException($"{Threads} is {threads}; give 1 or more, or 0 for all cores.");
        if (memory < 0)
            throw new OptionsException($"{Memory} is {memory}; give 0 or more MiB.");
        if (kernel is not (null or "scalar" or "128" or "256" or "512"))
            throw new OptionsException($"{Kernel} is '{kernel}'; give scalar, 128, 256 or 512.");
        if (threads is not null)
            Environment.SetEnvironmentVariable("KRONCLIP_THREADS", threads.Value.ToString(CultureInfo.InvariantCulture));
        if (memory is not null)
            Environment.SetEnvironmentVariable("KRONCLIP_MEMORY", memory.Value.ToString(CultureInfo.InvariantCulture));
        if (kernel is not null)
            Environment.SetEnvironmentVariable("KRONCLIP_KERNEL", kernel);
        _ = Engine.Default;
    }
}
