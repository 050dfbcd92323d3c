namespace KronClip.Jobs;

/// <summary>A picture that is kept in a project.</summary>
/// <param name="Id">The first 32 digits of its SHA-256.</param>
/// <param name="Class">The folder of its class; empty where it has no label.</param>
/// <param name="Path">Its file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="File">What the file was called; null where nobody said.</param>
/// <param name="Origin">How it came.</param>
/// <param name="Added">When.</param>
sealed record StoredPicture(string Id, string Class, string Path, long Bytes, string? File, string Origin, DateTimeOffset Added)
{
    public const int IdLength = 32;

    public const string Upload = "upload", Correction = "correction", Queue = "queue";

    public ProjectPicture View() => new(Id, Class, File, Origin, Bytes);
}
