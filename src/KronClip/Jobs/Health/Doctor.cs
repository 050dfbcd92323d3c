using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Hub;
using KronClip.Images;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>One fact about the machine.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">What was found and, where something is wrong, what to do.</param>
/// <param name="Fine">Whether KronClip can work with it.</param>
public sealed record DoctorLine(string Name, string Value, bool Fine);

/// <summary>What <see cref="Doctor"/> found.</summary>
/// <param name="Lines">All facts, most general first.</param>
public sealed record DoctorReport(IReadOnlyList<DoctorLine> Lines)
{
    /// <summary>Whether every line is fine.</summary>
    public bool Healthy => Lines.All(line => line.Fine);

    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>Looks at the machine: can KronClip compute, read pictures and write its files here? Quick; changes nothing.</summary>
public static class Doctor
{
    /// <summary>Variables that change what KronClip or the runtime does.</summary>
    static readonly string[] OtherVariables =
    [
        "XDG_CACHE_HOME", "HF_HOME", "HF_HUB_CACHE", "HF_HUB_OFFLINE", "NO_COLOR", "DOTNET_EnableHWIntrinsic", "DOTNET_EnableAVX2", "DOTNET_EnableAVX512", "DOTNET_PROCESSOR_COUNT",
        "DOTNET_GCHeapHardLimit",
    ];

    /// <summary>Kernels must agree with plain loops up to rounding.</summary>
    const double KernelTolerance = 1e-5;

    /// <summary>A cache of features for a million pictures takes about two gigabytes; less than one is soon full.</summary>
    const long LeastCacheBytes = 1L << 30;

    /// <summary>What training on ViT-B/16 takes, file and packed weights together.</summary>
    const long FullModelBytes = 3L << 29;

    /// <summary>Looks at everything.</summary>
    public static DoctorReport Run() => new(
    [
        new("KronClip", Library.Version, true),
        new("runtime", RuntimeInformation.FrameworkDescription, true),
        new("operating system", RuntimeInformation.OSDescription, true),
        new("architecture", RuntimeInformation.ProcessArchitecture.ToString(), true),
        new("processor", RunEnvironment.Capture(new Engine(Engine.Widest)).Processor, true),
        new("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), true),
        Memory(),
        WidestPath(),
        PathInUse(),
        .. Enum.GetValues<KernelPath>().Where(path => path != KernelPath.Scalar && Engine.IsSupported(path)).Select(SelfTest),
        PictureDecoder(),
        Cache(),
        ModelCache(),
        Writable("temporary folder", Path.GetTempPath(), 0, "Set TMPDIR (on Windows TEMP) to a folder that can be written."),
        new("culture", CultureInfo.CurrentCulture.Name is { Length: > 0 } culture ? $"{culture} (plays no part)" : "invariant", true),
        Variables(),
    ]);

    static DoctorLine Memory()
    {
        var bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var advice = bytes < FullModelBytes ? "; too little for a full-size model, so use a small one" : "";
        return new("memory", $"{Gigabytes(bytes)} for this process{advice}", true);
    }

    /// <summary>Compiled ahead of time, a program has the vectors that it was compiled for, whatever the processor has.</summary>
    static bool CompiledAhead => !System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported;

    static DoctorLine WidestPath() => new("widest kernels", Engine.Widest switch
    {
        KernelPath.Vector256 when CompiledAhead => "256-bit vectors (AVX2), the widest that this program was compiled for",
        KernelPath.Vector128 when CompiledAhead => "128-bit vectors, the widest that this program was compiled for",
        KernelPath.Vector512 => "512-bit vectors (AVX-512)",
        KernelPath.Vector256 => "256-bit vectors (AVX2); no AVX-512 on this processor, or it is turned off",
        KernelPath.Vector128 => "128-bit vectors; no AVX2 on this processor, or it is turned off",
        _ => "no vector instructions; everything works, many times slower",
    }, true);

    static DoctorLine PathInUse()
    {
        try
        {
            var engine = Engine.Default;
            var narrower = engine.Path < Engine.Widest ? "; narrower than this processor allows, as KRONCLIP_KERNEL asks" : "";
            return new("kernels in use", string.Create(CultureInfo.InvariantCulture, $"{engine.Path}, {engine.Threads} threads{narrower}"), true);
        }
        catch (OptionsException error)
        {
            return new("kernels in use", error.Message, false);
        }
    }

    /// <summary>A product with an uneven number of rows and columns and a softmax, against plain loops.</summary>
    static DoctorLine SelfTest(KernelPath path)
    {
        var (actual, expected) = (Compute(path), Compute(KernelPath.Scalar));
        var difference = Math.Max(RelativeDifference.Of(actual.Product.Span, expected.Product.Span), RelativeDifference.Of(actual.Softmax.Span, expected.Softmax.Span));
        var fine = difference <= KernelTolerance;
        var advice = fine ? "" : "; what this machine computes cannot be trusted. Set KRONCLIP_KERNEL to a narrower path and report it.";
        var value = string.Create(CultureInfo.InvariantCulture, $"largest relative difference from plain loops {difference:g2}{advice}");
        return new($"self-test {path}", value, fine);
    }

    static (Matrix Product, Matrix Softmax) Compute(KernelPath path)
    {
        var engine = new Engine(path, 1);
        var random = new SeededRandom(1, "doctor");
        var (a, b, product) = (Uniform(7, 61, random), Uniform(61, 35, random), new Matrix(7, 35));
        Product.Multiply(engine, a, b, product);                // [7×61]·[61×35] → [7×35]
        var softmax = new Matrix(7, 35);
        SoftmaxCrossEntropy.Softmax(engine, product, softmax);
        return (product, softmax);
    }

    static Matrix Uniform(int rows, int columns, SeededRandom random)
    {
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < matrix.Data.Length; i++)
            matrix.Data[i] = (float)(2 * random.NextDouble() - 1);
        return matrix;
    }

    /// <summary>A BMP file of one blue pixel. PNG and GIF are read without the native library; another format shows whether it loads.</summary>
    static ReadOnlyMemory<byte> OnePixel { get; } = new byte[]
    {
        (byte)'B', (byte)'M', 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0,                                     // 58 bytes, pixels from byte 54
        40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0,           // 1×1, one plane, 24 bits
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 0, 0, 0,                                           // blue, green, red, and a byte that fills the row
    };

    static DoctorLine PictureDecoder()
    {
        const string name = "picture decoder";
        try
        {
            var picture = PictureReader.Read(OnePixel, "built-in test picture", ImageLimits.Default, Orientation.Ignore);
            var size = string.Create(CultureInfo.InvariantCulture, $"{picture.Width}×{picture.Height}");
            return new(name, $"SkiaSharp decodes ({size} test picture)", true);
        }
        catch (Exception error) when (Roots(error).LastOrDefault(IsLoadFailure) is not null)
        {
            var reason = Roots(error).Last(IsLoadFailure).Message.ReplaceLineEndings(" ").Trim();
            return new(name, $"SkiaSharp or its native library does not load: {reason} {HowToInstall}", false);
        }
        catch (ImageException error)
        {
            return new(name, error.Message, false);
        }
    }

    static string HowToInstall => OperatingSystem.IsLinux()
        ? "The file libSkiaSharp.so must lie beside the program (package SkiaSharp.NativeAssets.Linux.NoDependencies). "
            + "It needs the C++ runtime (on Debian and Ubuntu: apt-get install libstdc++6); Alpine needs the build for musl."
        : "Publish the program for this system (dotnet publish -r ...), so that the library comes along; on Windows install the Visual C++ runtime.";

    static bool IsLoadFailure(Exception error) =>
        error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or FileNotFoundException or FileLoadException;

    static IEnumerable<Exception> Roots(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
            yield return inner;
    }

    static DoctorLine Cache()
    {
        try
        {
            return Writable("cache folder", CacheFolder.Default(), LeastCacheBytes, $"Set {CacheFolder.Variable} to another folder.");
        }
        catch (StorageException error)
        {
            return new("cache folder", error.Message, false);
        }
    }

    static DoctorLine ModelCache()
    {
        const string name = "model cache";
        try
        {
            var settings = HubSettings.FromEnvironment();
            var line = Writable(name, settings.CacheFolder, 0, "Set HF_HUB_CACHE or HF_HOME to another folder.");
            var source = settings.OfflineVariable is { } variable ? $"offline, as {variable} asks" : $"from {settings.Endpoint}{(settings.Token is { } token ? $" with {token}" : "")}";
            return line with { Value = $"{line.Value}; {source}" };
        }
        catch (KronClipException error)
        {
            return new(name, error.Message, false);
        }
    }

    /// <summary>Tries to write in <paramref name="folder"/>, or where it would be made, and leaves nothing behind.</summary>
    static DoctorLine Writable(string name, string folder, long leastBytes, string advice)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        try
        {
            var probe = Path.Combine(existing, $".kronclip-{Guid.NewGuid():N}.tmp");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(name, $"{folder} cannot be written: {error.Message} {advice}", false);
        }
        return FreeBytes(existing) switch
        {
            null => new(name, $"{folder} (writable)", true),
            { } free when free < leastBytes => new(name, $"{folder} has only {Gigabytes(free)} free. {advice}", false),
            { } free => new(name, $"{folder} (writable, {Gigabytes(free)} free)", true),
        };
    }

    /// <summary>Null where the system does not tell.</summary>
    static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    static DoctorLine Variables()
    {
        var set = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(key => key.StartsWith("KRONCLIP_", StringComparison.Ordinal) || OtherVariables.Contains(key, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal).Select(key => $"{key}={Environment.GetEnvironmentVariable(key)}").ToArray();
        return new("environment", set.Length == 0 ? "no variable changes the defaults" : string.Join(", ", set), true);
    }

    static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GB");
}
