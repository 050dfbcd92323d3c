using KronClip.Storage;
using KronClip.Testing;

namespace KronClip.Tests.Storage;

public class AtomicFileTests
{
    [Fact]
    public void AWriterThatFailsLeavesTheOldFileAndNoLitter()
    {
        using var folder = TestFiles.Temporary();
        var path = folder.File("deep", "a.txt");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<StorageException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.File("deep")));
    }
}
