using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KronClip.Jobs;

namespace KronClip.Load;

static class Program
{
    /// <summary>The server's own usual batch.</summary>
    const int Batch = 16;

    static async Task<int> Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is ["-h" or "--help"])
        {
            Console.WriteLine(LoadOptions.Help);
            return 0;
        }
        if (LoadOptions.Read(args) is not { } options)
            return 2;
        Environment.SetEnvironmentVariable("KRONCLIP_THREADS", options.Threads.ToString(CultureInfo.InvariantCulture));     // the engine here has as many as the one there
        var folder = Directory.CreateTempSubdirectory("kronclip-load-").FullName;
        try
        {
            await Measure(options, Subject.Of(options, folder)).ConfigureAwait(false);
            return 0;
        }
        catch (KronClipException error)
        {
            Console.Error.WriteLine("error: " + error.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task Measure(LoadOptions options, Subject subject)
    {
        using var classifier = ImageClassifier.Load(subject.Classifier);
        using var server = await ServerProcess.Start(subject.Classifier, options.Threads).ConfigureAwait(false);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000, PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
        var callers = new Callers(client, subject.Pictures);
        var cells = options.Pictures.SelectMany(pictures => options.Clients.Select(clients => new Cell(clients, pictures))).ToArray();

        Engine(classifier, subject.Pictures, 1);
        await callers.Turn(4, 1, 200, Math.Min(2, options.Seconds)).ConfigureAwait(false);          // both warm
        var memory = new List<long> { server.Memory };
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var cell in cells)
            {
                var engine = Engine(classifier, subject.Pictures, options.Seconds);
                var processor = server.ProcessorSeconds;
                var turn = await callers.Turn(cell.Clients, cell.Pictures, options.Requests, options.Seconds).ConfigureAwait(false);
                cell.Add(engine, turn, server.ProcessorSeconds - processor);
                Console.Error.WriteLine($"  round {round + 1}: {cell.Clients} clients, {cell.Pictures} pictures a request");
                if (round == options.Rounds / 2 && cell == cells[cells.Length / 2])
                    memory.Add(server.Memory);
            }
        }
        memory.Add(server.Memory);
        Report(options, subject, cells, memory);
    }

    /// <summary>Pictures per second of the engine in this process: decoded, prepared and encoded in the server's batch.</summary>
    static double Engine(ImageClassifier classifier, IReadOnlyList<byte[]> pictures, double seconds)
    {
        var (begin, done) = (Stopwatch.GetTimestamp(), 0);
        double elapsed;
        do
        {
            classifier.Classify([.. Enumerable.Range(done, Batch).Select(i => (ReadOnlyMemory<byte>)pictures[i % pictures.Count])]);
            done += Batch;
        }
        while ((elapsed = Stopwatch.GetElapsedTime(begin).TotalSeconds) < seconds);
        return done / elapsed;
    }

    static void Report(LoadOptions options, Subject subject, Cell[] cells, List<long> memory)
    {
        Console.WriteLine($"{subject.Name}; {Environment.ProcessorCount} cores visible, {options.Threads} threads, kernels {Compute.Engine.Widest}, {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"{options.Rounds} rounds of at most {options.Seconds:0} s and {options.Requests} requests; callers and server share the machine");
        Console.WriteLine();
        Console.WriteLine("| clients | pictures a request | p50 | p90 | p99 | pictures/s | engine alone, pictures/s | server / engine | processor time a picture | refused |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var cell in cells)
            Console.WriteLine(cell.Line());
        Console.WriteLine();
        Console.WriteLine($"Memory of the server: {string.Join(", ", memory.Select(m => $"{m} MiB"))} (begin, middle, end).");
    }
}
