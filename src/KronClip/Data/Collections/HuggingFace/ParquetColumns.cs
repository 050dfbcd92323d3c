using Parquet.Schema;

namespace KronClip.Data;

/// <summary>Which columns of a table hold the pictures and their labels.</summary>
/// <param name="Bytes">The pictures' files.</param>
/// <param name="Path">Their paths, or null.</param>
/// <param name="Label">The labels: text or whole numbers.</param>
sealed record ParquetColumns(DataField Bytes, DataField? Path, DataField Label)
{
    static readonly string[] pictureNames = ["image", "img"];

    /// <summary>What a column of labels may be called, the first being preferred where there are several.</summary>
    public static IReadOnlyList<string> LabelNames { get; } = ["label", "labels", "fine_label", "class"];

    /// <summary>Finds them: pictures by their type, labels by their name, or as the only ClassLabel of the data set.</summary>
    /// <exception cref="DataException">There are none, or several that might be meant; the message names them.</exception>
    public static ParquetColumns Of(ParquetTable table, IReadOnlyDictionary<string, IReadOnlyList<string>> classLabels)
    {
        var (bytes, path) = Pictures(table);
        return new(bytes, path, LabelOf(table, classLabels));
    }

    /// <summary>The column of labels.</summary>
    /// <exception cref="DataException">There is none, or there are several.</exception>
    public static DataField LabelOf(ParquetTable table, IReadOnlyDictionary<string, IReadOnlyList<string>> classLabels)
    {
        var named = table.Columns.Where(c => LabelNames.Contains(c.Name.ToLowerInvariant(), StringComparer.Ordinal)).ToList();
        if (named.Count == 0)
            named = [.. table.Columns.Where(c => classLabels.ContainsKey(c.Name))];
        var found = Chosen(table, named, LabelNames.Take(1), "labels")
            ?? throw table.Refused($"it has the columns {Names(table.Columns)}, but none is called {string.Join(", ", LabelNames)}");
        return found is DataField field && field is { MaxRepetitionLevel: 0, IsArray: false } && IsLabel(field.ClrType) ? field
            : throw table.Refused($"its column {Printable.Quote(found.Name)} holds {Kind(found)}; a label is text or a whole number");
    }

    /// <summary>A column of text by its name, or null.</summary>
    public static DataField? TextOf(ParquetTable table, string name) =>
        table.Columns.OfType<DataField>().FirstOrDefault(c => c.Name == name && c.MaxRepetitionLevel == 0 && c.ClrType == typeof(ReadOnlyMemory<char>));

    /// <summary>The labels of one row group, whole numbers as text; null where a row has none.</summary>
    public static IReadOnlyList<string?> Labels(ParquetTable table, int group, DataField field) => field.ClrType switch
    {
        var type when type == typeof(ReadOnlyMemory<char>) => All<ReadOnlyMemory<char>>(table, group, field, text => text.ToString()),
        var type when type == typeof(long) => Numbers<long>(table, group, field),
        var type when type == typeof(ulong) => Numbers<ulong>(table, group, field),
        var type when type == typeof(int) => Numbers<int>(table, group, field),
        var type when type == typeof(uint) => Numbers<uint>(table, group, field),
        var type when type == typeof(short) => Numbers<short>(table, group, field),
        var type when type == typeof(ushort) => Numbers<ushort>(table, group, field),
        var type when type == typeof(sbyte) => Numbers<sbyte>(table, group, field),
        _ => Numbers<byte>(table, group, field),
    };

    static (DataField Bytes, DataField? Path) Pictures(ParquetTable table)
    {
        var candidates = table.Columns.Where(c => BytesOf(c) is not null).ToList();
        // A struct is surely a picture; a column of bytes alone is one only where there is no struct.
        if (candidates.Exists(c => c is StructField))
            candidates.RemoveAll(c => c is not StructField);
        var found = Chosen(table, candidates, pictureNames, "pictures")
            ?? throw table.Refused($"it has the columns {Names(table.Columns)}, but none holds pictures: a struct of bytes and path, as Hugging Face's Image feature writes it");
        return (BytesOf(found)!, (found as StructField)?.Fields.OfType<DataField>().FirstOrDefault(f => f.Name == "path" && f.ClrType == typeof(ReadOnlyMemory<char>)));
    }

    static DataField? BytesOf(Field column) => column switch
    {
        { MaxRepetitionLevel: > 0 } => null,
        StructField pair => pair.Fields.OfType<DataField>().FirstOrDefault(f => f.Name == "bytes" && f.MaxRepetitionLevel == 0 && f.ClrType == typeof(ReadOnlyMemory<byte>)),
        DataField field when field.ClrType == typeof(ReadOnlyMemory<byte>) => field,
        _ => null,
    };

    /// <summary>The only candidate, or the one whose name is preferred; null if there is none.</summary>
    static Field? Chosen(ParquetTable table, List<Field> candidates, IEnumerable<string> preferred, string what) =>
        candidates.Count < 2 ? candidates.FirstOrDefault()
        : preferred.Select(name => candidates.Find(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(c => c is not null)
            ?? throw table.Refused($"its columns {Names(candidates)} may all be the {what}. Keep one of them, or call it '{preferred.First()}'");

    static List<string?> Numbers<T>(ParquetTable table, int group, DataField field) where T : struct, IFormattable =>
        All<T>(table, group, field, number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture));

    static List<string?> All<T>(ParquetTable table, int group, DataField field, Func<T, string> text) where T : struct
    {
        var rows = table.Rows(group);
        using var column = table.Read<T>(group, field);
        var all = new List<string?>(rows);
        for (var i = 0; i < rows; i++)
            all.Add(column.Next() is { } value ? text(value) : null);
        return all;
    }

    static bool IsLabel(Type type) => type == typeof(ReadOnlyMemory<char>) || Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    static string Kind(Field column) => column is DataField { MaxRepetitionLevel: 0, IsArray: false } field
        ? field.ClrType == typeof(ReadOnlyMemory<byte>) ? "bytes" : field.ClrType.Name
        : column is StructField ? "a struct" : "lists";

    static string Names(IReadOnlyList<Field> columns) => Printable.List([.. columns.Select(c => c.Name)], 12);
}
