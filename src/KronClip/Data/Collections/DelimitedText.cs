using System.Globalization;
using System.Text;

namespace KronClip.Data;

/// <summary>
/// CSV as people's spreadsheets write it (RFC 4180 and its relatives): comma, semicolon or tab; LF, CRLF or CR; fields between double quotes
/// may hold separators, line ends and doubled quotes. A quote inside an unquoted field is an ordinary character.
/// </summary>
static class DelimitedText
{
    /// <summary>One record and the number of the line it starts on, from 1.</summary>
    public readonly record struct Row(int Line, IReadOnlyList<string> Fields);

    /// <summary>The separator (',', ';' or tab) that occurs most often outside quotes in the first line; comma if none does.</summary>
    public static char Separator(string text)
    {
        Span<int> counts = [0, 0, 0];
        var quoted = false;
        foreach (var c in text)
        {
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is '\n' or '\r')
                break;
            else if (!quoted && ",;\t".IndexOf(c, StringComparison.Ordinal) is >= 0 and var which)
                counts[which]++;
        }
        return counts[1] > counts[0] && counts[1] >= counts[2] ? ';' : counts[2] > counts[0] ? '\t' : ',';
    }

    /// <summary>Streams the records; lines without any character are passed over.</summary>
    /// <exception cref="DataException">A quoted field never ends, or something follows its closing quote.</exception>
    public static IEnumerable<Row> Rows(string text, char separator, string path)
    {
        var position = 0;
        var line = 1;
        while (position < text.Length)
        {
            var start = line;
            var fields = new List<string>();
            do
                fields.Add(Field(text, separator, path, ref position, ref line));
            while (position < text.Length && text[position++] == separator);
            if (position > 0 && position <= text.Length && text[position - 1] is '\r' && position < text.Length && text[position] == '\n')
                position++;
            line++;
            if (fields.Count > 1 || fields[0].Length > 0)
                yield return new(start, fields);
        }
    }

    /// <summary>Reads a field and leaves <paramref name="position"/> on the separator or line end behind it, or at the end.</summary>
    static string Field(string text, char separator, string path, ref int position, ref int line)
    {
        if (position < text.Length && text[position] == '"')
            return Quoted(text, separator, path, ref position, ref line);
        var begin = position;
        while (position < text.Length && text[position] != separator && text[position] is not ('\n' or '\r'))
            position++;
        return text[begin..position];
    }

    static string Quoted(string text, char separator, string path, ref int position, ref int line)
    {
        var field = new StringBuilder();
        var begin = line;
        for (position++; position < text.Length; position++)
        {
            var c = text[position];
            if (c == '"' && position + 1 < text.Length && text[position + 1] == '"')
                position++;
            else if (c == '"')
            {
                position++;
                if (position < text.Length && text[position] != separator && text[position] is not ('\n' or '\r'))
                    throw Broken(path, line, "something follows the closing quote of a field");
                return field.ToString();
            }
            else if (c == '\n' || (c == '\r' && (position + 1 == text.Length || text[position + 1] != '\n')))
                line++;
            field.Append(c);
        }
        throw Broken(path, begin, "a quoted field that starts here never ends");
    }

    static DataException Broken(string path, int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Printable.Quote(path)}, line {line}: {what}. Put the field between double "
            + $"quotes and double those inside it."));
}
