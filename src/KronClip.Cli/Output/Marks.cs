namespace KronClip.Cli.Output;

/// <summary>Whether something is as it should be, in words that need neither colour nor a special font.</summary>
static class Marks
{
    public static string Of(bool fine) => fine ? "ok    " : "FAILED";
}
