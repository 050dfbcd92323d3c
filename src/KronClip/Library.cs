using System.Reflection;

namespace KronClip;

/// <summary>Facts about this library.</summary>
public static class Library
{
    /// <summary>The version, without build metadata, for example "0.1.0".</summary>
    public static string Version { get; } =
        typeof(Library).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
