using System.Text;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>
/// The two channels of the process: standard output for data, standard error for everything that is said to a person. Colour and movement only on a terminal, and no
/// colour with NO_COLOR. Thread-safe where it talks.
/// </summary>
sealed class Terminal : IDisposable
{
    /// <summary>Columns where the width is unknown.</summary>
    const int UsualWidth = 80, WidestText = 120;

    readonly Lock gate = new();
    readonly bool colour;
    ProgressLine? progress;

    public Terminal()
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
            Console.OutputEncoding = Encoding.UTF8;
        Output = new StreamWriter(new StandardOutput(), new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = !Console.IsOutputRedirected };
        ErrorWriter = Console.Error;
        var dumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        Moves = !Console.IsErrorRedirected && !dumb;
        Width = Console.IsOutputRedirected ? UsualWidth : Math.Clamp(WindowWidth(), 40, WidestText);
        colour = !Console.IsOutputRedirected && !dumb && Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 };
    }

    /// <summary>Standard output, UTF-8.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error.</summary>
    public TextWriter ErrorWriter { get; }

    /// <summary>Whether a line on standard error may be drawn over.</summary>
    public bool Moves { get; }

    /// <summary>Columns for text.</summary>
    public int Width { get; }

    /// <summary>Says something as it stands.</summary>
    public void Say(string text)
    {
        lock (gate)
        {
            try
            {
                progress?.Erase();
                foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
                    ErrorWriter.WriteLine(Visible.Text(line));
                progress?.Draw();
            }
            catch (IOException)
            {
                // Standard error is closed: nobody wants to be told.
            }
        }
    }

    public void Error(string message) => Say("error: " + message);

    public void Warn(string message) => Say("warning: " + message);

    public void Note(string message) => Say("note: " + message);

    /// <summary>One line of standard output.</summary>
    public void Print(string line = "") => Output.WriteLine(line);

    /// <summary>A table on standard output, without the spaces and empty lines around it that a frame would need.</summary>
    public void Print(Table table)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CreateConsole(text, colour, Width).Write(table);
        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0);
        Output.WriteLine(string.Join('\n', lines).TrimEnd('\n'));
    }

    /// <summary>Changes what stands in the moving line; null takes it away.</summary>
    public void Show(ProgressLine? line)
    {
        lock (gate)
        {
            progress?.Erase();
            progress = line;
            progress?.Draw();
        }
    }

    public void Dispose()
    {
        Show(null);
        try
        {
            Output.Dispose();
        }
        catch (Exception error) when (error is OutputClosedException or StorageException)
        {
            // Said already, or nobody is left to be told.
        }
    }

    /// <summary>A console on a writer, which asks nothing of the environment.</summary>
    internal static IAnsiConsole CreateConsole(TextWriter writer, bool colour, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }
}
