using System.Net;
using System.Net.Sockets;

namespace KronClip.Cli.Tests.Serving;

/// <summary>kronclip serve as a process of its own, on a port that was free.</summary>
sealed class ServedProcess : IDisposable
{
    bool ended;

    ServedProcess(RunningCli cli, int port)
    {
        Cli = cli;
        Address = FormattableString.Invariant($"http://127.0.0.1:{port}");
        Client = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public RunningCli Cli { get; }

    public string Address { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServedProcess> Start(CliRunner runner, params string[] arguments)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var served = new ServedProcess(runner.Start(["serve", .. arguments, "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture)]), port);
        Assert.True(await RunningServer.Until(() => served.Answers("/health/ready")), "the server does not become ready");
        return served;
    }

    /// <summary>Whether an address is answered with success.</summary>
    public bool Answers(string address)
    {
        try
        {
            using var answer = Client.GetAsync(address).GetAwaiter().GetResult();
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Whether it still takes new connections.</summary>
    public bool Listens()
    {
        try
        {
            using var tcp = new TcpClient();
            tcp.Connect(IPAddress.Loopback, new Uri(Address).Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Waits for its end after a signal.</summary>
    public CliResult Wait()
    {
        ended = true;
        return Cli.Wait();
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!ended)
            Cli.Kill();
    }
}
