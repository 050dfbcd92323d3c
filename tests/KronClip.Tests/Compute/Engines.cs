using KronClip.Compute;

namespace KronClip.Tests.Compute;

/// <summary>The kernel paths to test, all on any machine that has them.</summary>
static class Engines
{
    public static TheoryData<KernelPath> Paths => new(Supported);

    public static KernelPath[] Supported => Enum.GetValues<KernelPath>().Where(Engine.IsSupported).ToArray();

    public static Engine On(KernelPath path, int threads = 1) => new(path, threads);
}
