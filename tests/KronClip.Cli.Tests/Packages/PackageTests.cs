using System.Diagnostics;
using System.IO.Compression;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Packages;

/// <summary>
/// The packages as a stranger gets them: packed, installed from a folder into empty places, used. Needs no network: what they depend on lies in the package folder of whoever built this.
/// </summary>
[Trait("Speed", "slow")]
public sealed class PackageTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();
    readonly string version = "0.1.0-test." + Guid.NewGuid().ToString("N");        // so that no package of another day is taken

    static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AProgramThatRefersToTheLibraryClassifiesAndFindsTheModelInTheBox()
    {
        Pack("KronClip");
        WriteConfig();
        File.WriteAllText(folder.File("Stranger.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="KronClip" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(folder.File("Program.cs"), """
            using KronClip.Jobs;

            using var classifier = ImageClassifier.Load(args[0]);
            Console.WriteLine(classifier.Classify(args[1]).Best.Name);
            using var embeddings = ClipEmbeddings.Load("kron-mini");
            Console.WriteLine(embeddings.EmbedTexts(["a gear"]).Rows);
            """);
        Expect(CliRunner.Host, "build", folder.Path, "-c", "Release", "-o", folder.File("out"), "-nodeReuse:false");
        var said = Expect(CliRunner.Host, folder.File("out", "Stranger.dll"), sample.Classifier, sample.Picture).ReplaceLineEndings("\n").Split('\n');
        Assert.Contains(said[0], Directory.GetDirectories(sample.Pictures).Select(Path.GetFileName));
        Assert.Equal("1", said[1]);
    }

    [Fact]
    public void TheToolIsInstalledAndPredicts()
    {
        Pack("KronClip.Cli");
        WriteConfig();
        Expect(CliRunner.Host, "tool", "install", "KronClip.Cli", "--version", version, "--tool-path", folder.File("tools"), "--configfile", folder.File("nuget.config"));
        var kronclip = folder.File("tools", OperatingSystem.IsWindows() ? "kronclip.exe" : "kronclip");
        Assert.Contains("kronclip demo", Expect(kronclip, "demo", "--help"), StringComparison.Ordinal);
        Assert.Contains("kron-mini", Expect(kronclip, "model", "list"), StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(sample.Picture), Expect(kronclip, "predict", sample.Classifier, sample.Picture, "--json"), StringComparison.Ordinal);
    }

    /// <summary>Readme and licence in each, symbols beside it, and nothing that nobody reads: debugging files of Skia's Windows libraries alone are 290 MB.</summary>
    [Theory]
    [InlineData("KronClip", "KronClip.dll")]
    [InlineData("KronClip.Server", "KronClip.Server.dll")]
    [InlineData("KronClip.Cli", "KronClip.Cli.dll")]
    public void APackageHoldsWhatItShould(string name, string assembly)
    {
        Pack(name);
        using var package = ZipFile.OpenRead(folder.File("packages", $"{name}.{version}.nupkg"));
        var entries = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains("README.md", entries);
        Assert.Contains(entries, entry => entry.EndsWith("/" + assembly, StringComparison.Ordinal));
        Assert.DoesNotContain(entries, entry => entry.EndsWith("libSkiaSharp.pdb", StringComparison.Ordinal));
        Assert.Equal(name == "KronClip.Server", !entries.Any(entry => entry.EndsWith("models/kron-mini/model.safetensors", StringComparison.Ordinal)));
        using var reader = new StreamReader(package.GetEntry(name + ".nuspec")!.Open());
        var description = reader.ReadToEnd();
        Assert.Contains("<license type=\"expression\">MIT</license>", description, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", description, StringComparison.Ordinal);
        using var symbols = ZipFile.OpenRead(folder.File("packages", $"{name}.{version}.snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.FullName.EndsWith(Path.ChangeExtension(assembly, ".pdb"), StringComparison.Ordinal));
    }

    void Pack(string project) =>
        Expect(CliRunner.Host, "pack", Path.Combine(TestFiles.RepositoryRoot, "src", project), "-c", Configuration, "--no-build", "-o", folder.File("packages"), $"-p:PackageVersion={version}", "-nodeReuse:false");

    /// <summary>Our packages from one folder, and what they depend on from the folder where the build has put it.</summary>
    void WriteConfig()
    {
        var known = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(folder.File("nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder.File("restored")}" /></config>
              <fallbackPackageFolders><clear /><add key="built" value="{known}" /></fallbackPackageFolders>
              <packageSources><clear /><add key="packages" value="{folder.File("packages")}" /></packageSources>
            </configuration>
            """);
    }

    string Expect(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("NUGET_PACKAGES");
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(CliRunner.Host);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["KRONCLIP_CACHE"] = folder.File("cache");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}\n{output.Result}\n{error.Result}");
        return output.Result;
    }
}
