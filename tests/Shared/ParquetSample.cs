using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace KronClip.Testing;

/// <summary>A row of a data set: the picture's bytes, its path and its label, each of which may be absent.</summary>
sealed record ParquetRow(byte[]? Bytes, string? Path, string? Label);

/// <summary>Writes data sets as Hugging Face's library lays them out: a column of pictures (a struct of bytes and path) and one of labels.</summary>
static class ParquetSample
{
    /// <summary>What the key "huggingface" says of labels with names.</summary>
    public static string Info(params string[] names) =>
        "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"}, \"label\": {\"names\": [" + string.Join(", ", names.Select(n => $"\"{n}\"")) + "], \"_type\": \"ClassLabel\"}}}}";

    /// <summary>Writes one file. Labels are whole numbers where <paramref name="numbers"/>, else text.</summary>
    public static void Write(
        string file, IReadOnlyList<ParquetRow> rows, bool numbers = false, string? info = null, string image = "image", string label = "label",
        CompressionMethod compression = CompressionMethod.Snappy, int rowsPerGroup = 5, IReadOnlyList<DataField>? more = null)
    {
        var bytes = new DataField("bytes", typeof(byte[]), isNullable: true);
        var path = new DataField("path", typeof(string), isNullable: true);
        DataField labels = numbers ? new DataField<long?>(label) : new DataField(label, typeof(string), isNullable: true);
        var schema = new ParquetSchema([new StructField(image, bytes, path), labels, .. more ?? []]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var stream = File.Create(file);
        Task.Run(async () =>
        {
            await using var writer = await ParquetWriter.CreateAsync(schema, stream, new ParquetOptions { CompressionMethod = compression });
            if (info is not null)
                writer.CustomMetadata = new Dictionary<string, string> { ["huggingface"] = info };
            foreach (var group in rows.Chunk(rowsPerGroup))
            {
                using var part = writer.CreateRowGroup();
                await part.WriteAllPartsAsync<ReadOnlyMemory<byte>>(bytes, group.Where(r => r.Bytes is not null).Select(r => new ReadOnlyMemory<byte>(r.Bytes)).ToArray(), Levels(group, bytes, r => r.Bytes is not null), null, default);
                await part.WriteAllPartsAsync<ReadOnlyMemory<char>>(path, group.Where(r => r.Path is not null).Select(r => r.Path.AsMemory()).ToArray(), Levels(group, path, r => r.Path is not null), null, default);
                var known = group.Where(r => r.Label is not null).Select(r => r.Label!).ToArray();
                if (numbers)
                    await part.WriteAllPartsAsync<long>(labels, known.Select(l => long.Parse(l, CultureInfo.InvariantCulture)).ToArray(), Levels(group, labels, r => r.Label is not null), null, default);
                else
                    await part.WriteAllPartsAsync<ReadOnlyMemory<char>>(labels, known.Select(l => l.AsMemory()).ToArray(), Levels(group, labels, r => r.Label is not null), null, default);
                foreach (var extra in more ?? [])
                    await part.WriteAsync<double>(extra, new double[group.Length]);
            }
        }).GetAwaiter().GetResult();
    }

    /// <summary>Writes a metadata.parquet: names of files and labels as whole numbers.</summary>
    public static void WriteMetadata(string file, IReadOnlyList<(string File, long Label)> rows, string? info)
    {
        var name = new DataField("file_name", typeof(string), isNullable: false);
        var label = new DataField<long>("label");
        using var stream = File.Create(file);
        Task.Run(async () =>
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(name, label), stream);
            if (info is not null)
                writer.CustomMetadata = new Dictionary<string, string> { ["huggingface"] = info };
            using var part = writer.CreateRowGroup();
            await part.WriteAsync(name, rows.Select(r => r.File).ToArray());
            await part.WriteAsync<long>(label, rows.Select(r => r.Label).ToArray());
        }).GetAwaiter().GetResult();
    }

    static int[] Levels(ParquetRow[] rows, DataField field, Func<ParquetRow, bool> there) => [.. rows.Select(r => there(r) ? field.MaxDefinitionLevel : field.MaxDefinitionLevel - 1)];
}
