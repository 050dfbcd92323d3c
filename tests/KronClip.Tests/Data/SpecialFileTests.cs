using System.Net.Sockets;
using System.Runtime.InteropServices;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>I10 and I11: links, pipes, sockets, devices, and what may not be read.</summary>
public partial class SpecialFileTests
{
    [Fact]
    public void I10LinksThatGoInACircleDoNotHang()
    {
        using var folder = Photos();
        Directory.CreateSymbolicLink(folder.File("a", "up"), folder.Path);
        Directory.CreateSymbolicLink(folder.File("a", "self"), folder.File("a"));
        File.CreateSymbolicLink(folder.File("b", "x.jpg"), folder.File("b", "y.jpg"));
        File.CreateSymbolicLink(folder.File("b", "y.jpg"), folder.File("b", "x.jpg"));
        File.CreateSymbolicLink(folder.File("b", "broken.jpg"), folder.File("b", "nowhere.jpg"));
        var collection = ImageCollection.Open(folder.Path);
        Assert.Contains("a/1.jpg", collection.Images.Select(i => i.Item).Paths());
        Assert.Contains(collection.Notes, n => n.Contains("circle") && n.Contains("'b/x.jpg'"));
        Assert.Contains(collection.Notes, n => n.Contains("listed already") && n.Contains("'a/self'"));
        Assert.Contains(collection.Notes, n => n.Contains("does not exist") && n.Contains("'b/broken.jpg'"));
    }

    [Fact]
    public void I10LinksOutOfTheRootAreSkippedUnlessAllowed()
    {
        using var outside = TestFiles.Temporary();
        Samples.Write(outside, "secret.jpg", "folder/2.jpg");
        using var folder = Photos();
        File.CreateSymbolicLink(folder.File("a", "out.jpg"), outside.File("secret.jpg"));
        Directory.CreateSymbolicLink(folder.File("b", "out"), outside.File("folder"));
        File.CreateSymbolicLink(folder.File("b", "in.jpg"), Path.Combine("..", "a", "1.jpg"));

        var careful = ImageCollection.Open(folder.Path);
        Assert.Equal(["a/1.jpg", "b/1.jpg", "b/in.jpg"], careful.Images.Select(i => i.Item).Paths());
        Assert.Contains(careful.Notes, n => n.Contains("leads out of the folder") && n.Contains("'a/out.jpg', 'b/out'"));

        var open = ImageCollection.Open(folder.Path, options: new() { AllowOutsideLinks = true });
        Assert.Equal(["a/1.jpg", "a/out.jpg", "b/1.jpg", "b/in.jpg", "b/out/2.jpg"], open.Images.Select(i => i.Item).Paths());
    }

    [Fact]
    public void ALinkThroughAnotherLinkCannotSmuggleItselfOut()
    {
        using var outside = TestFiles.Temporary();
        Samples.Write(outside, "secret.jpg");
        using var folder = Photos();
        Directory.CreateSymbolicLink(folder.File(".hidden"), outside.Path);
        File.CreateSymbolicLink(folder.File("a", "sly.jpg"), Path.Combine("..", ".hidden", "secret.jpg"));
        Assert.Equal(["a/1.jpg", "b/1.jpg"], ImageCollection.Open(folder.Path).Images.Select(i => i.Item).Paths());
    }

    [Fact]
    public void ARootThatIsItselfALinkIsFollowed()
    {
        using var folder = Photos();
        using var other = TestFiles.Temporary();
        Directory.CreateSymbolicLink(other.File("link"), folder.Path);
        Assert.Equal(["a/1.jpg", "b/1.jpg"], ImageCollection.Open(other.File("link")).Images.Select(i => i.Item).Paths());
    }

    [Fact(Timeout = 20_000)]
    public async Task I10PipesSocketsDevicesAndEmptyFilesAreNeverOpened()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs a system with named pipes in folders");
        using var folder = Photos();
        Assert.Equal(0, MakePipe(folder.File("a", "pipe.jpg"), 0b110_000_000));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.File("a", "s.jpg")));
        File.CreateSymbolicLink(folder.File("b", "null.jpg"), "/dev/null");
        File.CreateSymbolicLink(folder.File("b", "linked-pipe.jpg"), folder.File("a", "pipe.jpg"));
        File.WriteAllBytes(folder.File("b", "empty.jpg"), []);

        var stop = TestContext.Current.CancellationToken;               // opening a pipe would wait for ever
        var collection = await Task.Run(() => ImageCollection.Open(folder.Path, options: new() { AllowOutsideLinks = true }), stop).WaitAsync(stop);
        Assert.Equal(["a/1.jpg", "b/1.jpg"], collection.Images.Select(i => i.Item).Paths());
        Assert.Contains(collection.Notes, n => n.StartsWith("5 entries skipped: empty, or not a regular file", StringComparison.Ordinal));
        var error = await Task.Run(() => Assert.Throws<DataException>(() => ContentHashes.OfFile(folder.File("a", "pipe.jpg"))), stop).WaitAsync(stop);
        Assert.Contains("not a regular file", error.Message);
        File.WriteAllText(folder.File("m.csv"), "path,label\na/pipe.jpg,a\na/1.jpg,a\nb/1.jpg,b\n");
        Assert.Equal(2, (await Task.Run(() => ImageCollection.Open(folder.File("m.csv")), stop).WaitAsync(stop)).Images.Count);
    }

    [Fact]
    public void I11AFolderThatMayNotBeReadIsNotedAndTheRestIsUsed()
    {
        using var folder = Photos();
        Samples.Write(folder, "a/locked/2.jpg");
        IEnumerable<FolderEntry> List(string path) => Path.GetFileName(path) == "locked" ? throw new UnauthorizedAccessException("no") : FolderEntries.Of(path);
        var collection = ImageCollection.Open(folder.Path, null, CollectionOptions.Default, List);
        Assert.Equal(["a/1.jpg", "b/1.jpg"], collection.Images.Select(i => i.Item).Paths());
        Assert.Contains(collection.Notes, n => n.Contains("cannot be read") && n.Contains("'a/locked'"));
    }

    [Fact]
    public void I11ARootThatMayNotBeReadIsAnError()
    {
        using var folder = Photos();
        Assert.Contains("cannot be read", Assert.Throws<DataException>(
            () => ImageCollection.Open(folder.Path, null, CollectionOptions.Default, _ => throw new UnauthorizedAccessException("no"))).Message);
    }

    [Fact]
    public void I11AFileThatMayNotBeReadIsNamedAndLeftOut()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            Assert.Skip("needs a user whom file permissions bind");
        using var folder = Photos();
        Samples.Write(folder, "a/2.jpg");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File("a", "2.jpg"), UnixFileMode.None);
        var collection = ImageCollection.Open(folder.Path);
        var hashes = ContentHashes.Compute(collection.Images.Select(i => i.Item));
        Assert.Equal("a/2.jpg", Assert.Single(hashes.Unusable).Item.RelativePath);
    }

    [Fact]
    public void AFolderWhoseNameIsNoUnicodeIsNotedNotLost()
    {
        using var folder = Photos();
        IEnumerable<FolderEntry> List(string path) => path == folder.Path
            ? FolderEntries.Of(path).Append(new("cr\uFFFDme", true, false, false, 0)).Append(new("half\uD800", true, false, false, 0))
            : FolderEntries.Of(path);
        var collection = ImageCollection.Open(folder.Path, null, CollectionOptions.Default, List);
        Assert.Equal(["a", "b"], collection.Classes.Select(c => c.Folder));
        Assert.Contains(collection.Notes, n => n.Contains("not valid Unicode") && n.StartsWith("2 entries", StringComparison.Ordinal));
    }

    static TemporaryFolder Photos()
    {
        var folder = TestFiles.Temporary();
        Samples.Write(folder, "a/1.jpg", "b/1.jpg");
        return folder;
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
