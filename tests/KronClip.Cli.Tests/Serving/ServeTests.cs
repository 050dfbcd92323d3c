using KronClip.Testing;

namespace KronClip.Cli.Tests.Serving;

/// <summary>kronclip serve as a process: it says where it listens, answers, and ends when it is told to.</summary>
public sealed class ServeTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_classifier_is_said_at_once()
    {
        var result = sample.Cli(folder.Path).Expect(1, "serve", "nowhere.kronclip", "--port", "0");
        Assert.Contains("does not exist", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void It_answers_and_stops_on_a_signal()
    {
        var result = sample.Cli(folder.Path).Bash($$"""
            set -e
            $KRONCLIP serve '{{sample.Classifier}}' --port 0 > out.txt 2> err.txt &
            pid=$!
            for i in $(seq 1 200); do grep -q Listening out.txt && break; sleep 0.1; done
            address=$(sed -n 's/Listening on //p' out.txt)
            for i in $(seq 1 200); do curl -sf "$address/health/ready" > /dev/null && break; sleep 0.1; done
            curl -sf -H 'Content-Type: image/png' --data-binary @'{{sample.Picture}}' "$address/api/classify"
            kill -TERM $pid
            wait $pid
            """);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\"confidence\"", result.Output);
        Assert.Contains("Stopping", File.ReadAllText(folder.File("err.txt")));
    }

    /// <summary>What a person needs who opens it from a phone: the address on standard output, the fingerprint beside it, the same at the next start.</summary>
    [Fact]
    public void With_https_it_says_the_fingerprint_of_what_it_shows()
    {
        var result = sample.Cli(folder.Path, new() { ["KRONCLIP_CACHE"] = folder.File("cache") }).Bash($$"""
            set -e
            $KRONCLIP serve '{{sample.Classifier}}' --port 0 --https > out.txt 2> err.txt &
            pid=$!
            for i in $(seq 1 200); do grep -q fingerprint err.txt && break; sleep 0.1; done
            curl -skf "$(sed -n 's/Listening on //p' out.txt)/health/live"
            kill -TERM $pid
            wait $pid
            """);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("live", result.Output.Trim());
        Assert.StartsWith("Listening on https://127.0.0.1:", File.ReadAllText(folder.File("out.txt")));
        Assert.Matches("SHA-256 fingerprint of the certificate: ([0-9A-F]{2}:){31}[0-9A-F]{2}", File.ReadAllText(folder.File("err.txt")));
        Assert.True(File.Exists(folder.File("cache", "https", "server.pfx")));
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_said_at_once()
    {
        var result = sample.Cli(folder.Path).Expect(2, "serve", sample.Classifier, "--certificate", "nowhere.pfx");
        Assert.Contains("'nowhere.pfx' of --certificate cannot be read", result.Error);
        Assert.Contains("OTLP", sample.Cli(folder.Path).Expect(2, "serve", sample.Classifier, "--otlp", "collector").Error);
    }
}
