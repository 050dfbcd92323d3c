using Parquet.Data;
using Parquet.Schema;

namespace KronClip.Data;

/// <summary>
/// One column of a row group, row by row. The file keeps the values that are there, one after another, and for every row a definition level: the
/// value is there where the level is the column's highest (Dremel; Melnik et al., PVLDB 2010). Columns that repeat are not read.
/// </summary>
sealed class ParquetColumn<T> : IDisposable where T : struct
{
    readonly ParquetTable table;
    readonly DataField field;
    readonly int rows;
    readonly RawColumnData<T> raw;
    int row, value;

    internal ParquetColumn(ParquetTable table, DataField field, int rows, RawColumnData<T> raw)
    {
        (this.table, this.field, this.rows, this.raw) = (table, field, rows, raw);
        if (field.MaxDefinitionLevel > 0 && raw.DefinitionLevels.Length < rows)
            throw Short();
    }

    /// <summary>The value of the next row; null where there is none. It is void once the column is disposed of.</summary>
    /// <exception cref="DataException">The column holds fewer values than it has rows.</exception>
    public T? Next()
    {
        if (row >= rows)
            throw Short();
        var there = field.MaxDefinitionLevel == 0 || raw.DefinitionLevels[row] == field.MaxDefinitionLevel;
        row++;
        if (!there)
            return null;
        return value < raw.Values.Length ? raw.Values[value++] : throw Short();
    }

    public void Dispose() => raw.Dispose();

    DataException Short() => table.Refused($"the column '{field.Path}' holds fewer values than rows");
}
