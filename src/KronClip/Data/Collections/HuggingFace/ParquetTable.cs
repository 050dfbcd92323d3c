using Parquet;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace KronClip.Data;

/// <summary>
/// One parquet file, opened for reading a row group at a time. Whatever the library says of a damaged file becomes a <see cref="DataException"/>
/// with the file's name; sizes that a damaged or hostile file states are held against limits before anything of that size is allocated.
/// Not thread-safe.
/// </summary>
sealed class ParquetTable : IDisposable
{
    /// <summary>Rows of one row group, at most. Writers make groups of a hundred to a million.</summary>
    const long MostRows = 4_000_000;

    /// <summary>Bytes of one column in one row group, unpacked, at most: what one array can hold.</summary>
    const long MostBytes = 2_000_000_000;

    readonly FileStream file;
    readonly ParquetReader reader;

    ParquetTable(string path, FileStream file, ParquetReader reader)
    {
        (Path, this.file, this.reader) = (path, file, reader);
        Columns = reader.Schema.Fields;                             // decoded here, where a damaged one is caught
    }

    /// <summary>The file, as messages name it.</summary>
    public string Path { get; }

    /// <summary>The columns, in the file's order.</summary>
    public IReadOnlyList<Field> Columns { get; }

    /// <summary>How many row groups there are.</summary>
    public int Groups => reader.RowGroupCount;

    /// <summary>Opens a file and reads its footer.</summary>
    /// <exception cref="DataException">There is none, or it is no parquet file, or a damaged one.</exception>
    public static ParquetTable Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            RequireMarks(path, file);
            var opened = file;
            return Wait(path, async () => new ParquetTable(path, opened, await ParquetReader.CreateAsync(opened, null, leaveStreamOpen: true).ConfigureAwait(false)));
        }
        catch (Exception error)
        {
            file?.Dispose();
            throw error is IOException or UnauthorizedAccessException
                ? new DataException($"{Printable.Quote(path)} cannot be read: {error.Message}", error)
                : error as KronClipException ?? Damaged(path, error);
        }
    }

    /// <summary>The value that the footer keeps under a key, or null.</summary>
    public string? Note(string key) => reader.CustomMetadata?.GetValueOrDefault(key);

    /// <summary>Rows of one group.</summary>
    /// <exception cref="DataException">The number is impossible.</exception>
    public int Rows(int group)
    {
        using var rows = Wait(Path, () => Task.FromResult(reader.OpenRowGroupReader(group)));
        return rows.RowCount is >= 0 and <= MostRows ? (int)rows.RowCount
            : throw Refused(FormattableString.Invariant($"its row group {group} says it has {rows.RowCount} rows; at most {MostRows} are read"));
    }

    /// <summary>One column of one row group, that is as long as <see cref="Rows"/> says. To be disposed of; what it gives is void after that.</summary>
    /// <exception cref="DataException">The column is damaged, or larger than can be read.</exception>
    public ParquetColumn<T> Read<T>(int group, DataField field) where T : struct
    {
        using var rows = Wait(Path, () => Task.FromResult(reader.OpenRowGroupReader(group)));
        RequireSize(group, field, rows.GetMetadata(field)?.MetaData);
        var raw = Wait(Path, async () => await rows.ReadRawColumnDataBaseAsync(field, CancellationToken.None).ConfigureAwait(false));
        if (raw is RawColumnData<T> values)
            return new(this, field, Rows(group), values);
        raw.Dispose();
        throw Refused($"its column '{field.Path}' does not hold what the schema says");
    }

    /// <summary>A refusal that names the file.</summary>
    public DataException Refused(string why) => new($"{Printable.Quote(Path)} cannot be used: {why}.");

    public void Dispose()
    {
        try
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        finally
        {
            file.Dispose();
        }
    }

    void RequireSize(int group, DataField field, ColumnMetaData? column)
    {
        if (column is null)
            throw Refused(FormattableString.Invariant($"its row group {group} has no column '{field.Path}'"));
        if (column.NumValues != Rows(group))
            throw Refused(FormattableString.Invariant($"the column '{field.Path}' of its row group {group} has {column.NumValues} values for {Rows(group)} rows"));
        if (column.TotalUncompressedSize is < 0 or > MostBytes || column.TotalCompressedSize < 0 || column.TotalCompressedSize > file.Length)
            throw Refused(FormattableString.Invariant($"the column '{field.Path}' of its row group {group} says it is {column.TotalCompressedSize} bytes long and {column.TotalUncompressedSize} unpacked. Write it with smaller row groups, or download it again"));
    }

    /// <summary>"PAR1" stands at both ends of a parquet file. What is something else is called by its name.</summary>
    static void RequireMarks(string path, FileStream file)
    {
        Span<byte> start = stackalloc byte[40], end = stackalloc byte[4];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith("version https://git-lfs"u8))
            throw new DataException($"{Printable.Quote(path)} is the pointer that Git LFS left in the file's place. Fetch the file itself: git lfs pull");
        if (!start.StartsWith("PAR1"u8) || file.Length < 12)
        {
            var what = file.Length == 0 ? "it is empty" : start.StartsWith("PARE"u8) ? "it is encrypted" : $"it begins with {Printable.Quote(System.Text.Encoding.Latin1.GetString(start[..Math.Min(4, start.Length)]))}, not with 'PAR1'";
            throw new DataException($"{Printable.Quote(path)} is no parquet file that can be read: {what}.");
        }
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        if (!end.SequenceEqual("PAR1"u8))
            throw new DataException($"{Printable.Quote(path)} is cut short: a parquet file ends with 'PAR1'. Download or copy it again.");
        file.Position = 0;
    }

    /// <summary>The library is asynchronous. Its work is waited for on a thread of the pool, so that no caller's synchronisation context can be in its way.</summary>
    static T Wait<T>(string path, Func<Task<T>> work)
    {
        try
        {
            return Task.Run(work).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is not (KronClipException or OperationCanceledException))
        {
            throw Damaged(path, error);
        }
    }

    static DataException Damaged(string path, Exception error) => new(!System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported
        ? $"{Printable.Quote(path)} is a parquet file, which a program that was compiled ahead of time does not read. Use the usual build of KronClip (dotnet tool install, or dotnet run), or put the pictures into class folders."
        : $"{Printable.Quote(path)} cannot be read as parquet: {Printable.Quote(error.Message.Split('\n')[0].Trim())} ({error.GetType().Name}). It is damaged, cut short, or of a kind that is not read. Download it again, or write it anew.", error);
}
