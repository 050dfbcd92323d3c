using System.Diagnostics;
using System.Runtime.InteropServices;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>
/// The command line compiled ahead of time (docs/deployment.md) answers as the usual one does. A publish takes minutes and needs packages of the
/// feed, so these run when they are asked for: --explicit only.
/// </summary>
[Trait("Speed", "slow")]
public sealed class AheadOfTimeTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact(Explicit = true)]
    public void What_is_compiled_ahead_of_time_predicts_the_same()
    {
        var linker = new[] { "clang", "gcc" }.FirstOrDefault(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, name))));
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || linker is null)
            Assert.Skip("needs Linux on x64 with clang or gcc");
        var program = Publish("linux-x64", "-p:PublishAot=true", $"-p:CppCompilerAndLinker={linker}");
        string[] arguments = ["predict", sample.Classifier, sample.Pictures, "--kernel", "256", "--no-cache", "--json"];
        if (!KronClip.Compute.Engine.IsSupported(KronClip.Compute.KernelPath.Vector256))
            Assert.Skip("needs a processor with AVX2");

        var expected = sample.Cli(folder.Path).Expect(0, arguments).Output;
        var start = new ProcessStartInfo(Path.Combine(program, "KronClip.Cli"), arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        Assert.Equal(expected, process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Built for ARM64, of which nothing here can run; that it is such a program is seen in its header: ELF, 64 bits, little-endian, EM_AARCH64 = 183.</summary>
    [Fact(Explicit = true)]
    public void A_program_for_ARM64_is_one()
    {
        var header = new byte[20];
        using (var file = File.OpenRead(Path.Combine(Publish("linux-arm64", "--self-contained"), "KronClip.Cli")))
            file.ReadExactly(header);
        Assert.Equal("\u007fELF\u0002\u0001"u8.ToArray(), header[..6]);
        Assert.Equal(183, BitConverter.ToUInt16(header, 18));
    }

    string Publish(string runtime, params string[] more)
    {
        var output = folder.File(runtime);
        var start = new ProcessStartInfo(CliRunner.Host, ["publish", Path.Combine(TestFiles.RepositoryRoot, "src", "KronClip.Cli"), "-c", "Release", "-r", runtime, "-o", output, "--artifacts-path", folder.File("artifacts"), "-p:RunAnalyzers=false", .. more])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 && (said.Contains("NU1101", StringComparison.Ordinal) || said.Contains("NU1301", StringComparison.Ordinal)))
            Assert.Skip("the runtime's or the compiler's package cannot be restored here");
        Assert.True(process.ExitCode == 0, said);
        return output;
    }
}
