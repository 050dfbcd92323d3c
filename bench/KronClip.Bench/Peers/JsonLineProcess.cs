using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace KronClip.Bench.Peers;

/// <summary>
/// A process that answers one line of JSON with another. It ends with <see cref="Dispose"/>, and by itself where this process dies, because its input ends
/// then. Not thread-safe.
/// </summary>
sealed class JsonLineProcess : IDisposable
{
    const int Patience = 2000;                                  // milliseconds

    readonly Process process;
    readonly List<string> complaints = [];

    public JsonLineProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_WAIT_POLICY"] = "passive";       // waiting threads would take the processor from what is timed beside them
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (complaints)
                complaints.Add(line.Data ?? "");
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The process refused or is gone; the message says why.</exception>
    public JsonElement Ask(object request)
    {
        if (Exchange(JsonSerializer.Serialize(request)) is not { } line)
        {
            process.WaitForExit(Patience);
            lock (complaints)
                throw new InvalidOperationException($"{process.StartInfo.FileName} ended: {string.Join(" ", complaints.TakeLast(3)).Trim()}");
        }
        using var document = JsonDocument.Parse(line);
        var answer = document.RootElement.Clone();
        return answer.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException($"{process.StartInfo.FileName} refused: {error.GetString()}")
            : answer;
    }

    string? Exchange(string request)
    {
        try
        {
            process.StandardInput.WriteLine(request);
            process.StandardInput.Flush();
            return process.StandardOutput.ReadLine();
        }
        catch (IOException)
        {
            return null;                                        // it is gone
        }
    }

    /// <summary>Ends the process, whatever it is doing.</summary>
    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it is gone already
        }
        if (!process.WaitForExit(Patience))
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                // it ended in between
            }
            process.WaitForExit();
        }
        process.Dispose();
    }
}
