using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using KronClip.Cli.Options;
using KronClip.Cli.Output;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip studio: projects in a browser, from dropped pictures to a classifier.</summary>
sealed class StudioVerb : ServingVerb
{
    const string UsualFolder = "kronclip-studio";

    readonly Argument<string?> folder = new("folder") { Description = $"The workspace, where projects are kept; made where it is missing (default: {UsualFolder} in the current folder).", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<bool> noBrowser = CommonOptions.Flag("--no-browser", "Opens no browser; the address is printed in any case.");
    readonly ServingOptions serving = new();

    public StudioVerb(Terminal terminal, CancellationToken cancel) : base("studio", "Opens a workspace in the browser: drop pictures, train, try, correct, download. Everything stays on this machine.",
        ["kronclip studio", "kronclip studio line-4 --address 0.0.0.0 --token <secret>"], terminal, cancel)
    {
        Arguments.Add(folder);
        Options.Add(noBrowser);
        serving.AddTo(this);
    }

    protected override int Run(ParseResult arguments)
    {
        var place = Path.GetFullPath(arguments.GetValue(folder) ?? UsualFolder);
        return Serve(serving.Bind(arguments, "", place), address =>
        {
            Terminal.Say($"The workspace is '{place}'. Ctrl-C stops it; nothing is lost, and the same command opens it again.");
            if (!arguments.GetValue(noBrowser) && HasDisplay)
                OpenBrowser(address);
        }).GetAwaiter().GetResult();
    }

    /// <summary>A server over SSH, or in a container, has no screen to open a browser on.</summary>
    static bool HasDisplay => !OperatingSystem.IsLinux() || new[] { "DISPLAY", "WAYLAND_DISPLAY" }.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    void OpenBrowser(string address)
    {
        try
        {
            using var process = Process.Start(OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or IOException)
        {
            Terminal.Note($"No browser could be opened ({error.Message}); open {address} yourself.");
        }
    }
}
