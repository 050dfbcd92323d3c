using KronClip.Jobs;

namespace KronClip.Server;

/// <summary>
/// Pictures that callers sent, under their hashes: pictures/ab/ab12….jpg. The same picture is one file, whose age counts from when it was last sent. None outlives its days by more than an hour.
/// </summary>
sealed class KeptPictures(PredictionLogOptions options, TimeProvider clock)
{
    readonly string folder = Path.Combine(options.Folder, PredictionLog.PicturesFolder);

    /// <summary>Keeps a picture, whole or not at all.</summary>
    public void Keep(string hash, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(folder, hash[..2], hash + Extension(bytes));
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = path + ".tmp";
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>Deletes pictures over their age, and the oldest over the bound.</summary>
    public void Clean()
    {
        if (!Directory.Exists(folder))
            return;
        var oldest = clock.GetUtcNow().UtcDateTime - TimeSpan.FromDays(Math.Min(options.KeepPicturesDays!.Value, 100_000));
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderByDescending(f => f.LastWriteTimeUtc).ToArray();
        var total = 0L;
        foreach (var file in files)
        {
            total += file.Length;
            if (file.LastWriteTimeUtc < oldest || total > (options.MostPictureBytes ?? long.MaxValue) || (file.Extension == ".tmp" && file.LastWriteTimeUtc < clock.GetUtcNow().UtcDateTime.AddMinutes(-5)))
            {
                total -= file.Length;
                file.Delete();
            }
        }
    }

    /// <summary>By the first bytes; a name that a caller gave is never used.</summary>
    static string Extension(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => ".jpg",
        _ when bytes.Length > 4 && bytes[0] == 0x89 && bytes[1..].StartsWith("PNG"u8) => ".png",
        _ when bytes.StartsWith("GIF8"u8) => ".gif",
        _ when bytes.StartsWith("BM"u8) => ".bmp",
        _ when bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) => ".webp",
        _ when bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) => ".tif",
        _ => ".picture",
    };
}
