using System.Globalization;
using System.Text;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>Names that people give, and the names of folders that are made from them. What a caller sends never becomes a path: a folder's name is lower-case Latin letters, digits and '-' alone.</summary>
static class WorkspaceNames
{
    /// <summary>Longest name of a project or class, in UTF-16 units.</summary>
    public const int LongestName = 80;

    /// <summary>Longest words of a class.</summary>
    public const int LongestWords = 200;

    const int LongestSlug = 40, LongestFile = 120;

    /// <summary>Devices of Windows; and folders that would be taken for the parts of a split.</summary>
    static readonly HashSet<string> reserved = new(
        [
            "con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => new[] { FormattableString.Invariant($"com{n}"), FormattableString.Invariant($"lpt{n}") }),
            "train", "training", "val", "valid", "validation", "dev", "test", "testing",
        ],
        StringComparer.Ordinal);

    /// <summary>A name as it is kept: composed, without white space around it or twice within.</summary>
    /// <exception cref="WorkspaceException">It is empty, too long, or holds characters that cannot be shown.</exception>
    public static string Name(string? text, string what, int longest = LongestName)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Refused($"{what} is empty; give one that can be read.");
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (text.Length > 4 * longest || !IsWhole(text) || words.Any(word => word.EnumerateRunes().Any(IsHidden)))
            throw Refused($"{what} is too long, or holds characters that cannot be shown (control or direction characters, or broken ones); give at most {longest.ToString(CultureInfo.InvariantCulture)} that can be read.");
        var name = string.Join(' ', words).Normalize(NormalizationForm.FormC);
        return name.Length <= longest ? name : throw Refused($"{what} has {name.Length.ToString(CultureInfo.InvariantCulture)} characters; give at most {longest.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>The name of a picture's file as it is shown to people: its last part, what can be shown of it; null where nothing is left.</summary>
    public static string? File(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || !IsWhole(text))
            return null;
        var last = text.Replace('\\', '/').Split('/')[^1];
        var shown = string.Concat(last.EnumerateRunes().Where(rune => !IsHidden(rune)).Select(rune => rune.ToString())).Trim();
        return shown.Length == 0 ? null : shown.Length <= LongestFile ? shown : shown[..LongestFile].TrimEnd((char)0xFFFD) + "…";
    }

    /// <summary>A folder's name: of a Latin name its letters and digits, of any other "<paramref name="otherwise"/>-1" and so on; one that is free.</summary>
    public static string Slug(string name, string otherwise, Func<string, bool> taken)
    {
        var slug = Latin(name);
        if (slug.Length > 0 && !reserved.Contains(slug))
            return !taken(slug) ? slug : Numbered(slug, 2, taken);
        return Numbered(otherwise, 1, taken);
    }

    /// <summary>Whether a text is a folder's name that <see cref="Slug"/> can have made.</summary>
    public static bool IsSlug(string? text) => text is { Length: > 0 and <= LongestSlug + 12 } && text.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-') && text[0] != '-';

    /// <summary>Whether a text is a picture's id.</summary>
    public static bool IsPicture(string? text) => text is { Length: StoredPicture.IdLength } && text.All(char.IsAsciiHexDigitLower);

    static string Numbered(string name, int first, Func<string, bool> taken)
    {
        for (var number = first; ; number++)
        {
            var numbered = FormattableString.Invariant($"{name}-{number}");
            if (!taken(numbered))
                return numbered;
        }
    }

    /// <summary>Empty where a letter is not Latin: half a name would be worse than none.</summary>
    static string Latin(string name)
    {
        var slug = new StringBuilder();
        foreach (var rune in name.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (rune.IsAscii && Rune.IsLetterOrDigit(rune))
                slug.Append(char.ToLowerInvariant((char)rune.Value));
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            else if (Rune.IsLetterOrDigit(rune))
                return "";
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        return (slug.Length <= LongestSlug ? slug.ToString() : slug.ToString(0, LongestSlug)).Trim('-');
    }

    /// <summary>Control and direction characters; but the joiner of emoji and of some scripts is part of what is seen.</summary>
    static bool IsHidden(Rune rune) => rune.Value is not 0x200C and not 0x200D && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    static bool IsWhole(string text) => Printable.IsUnicode(text);

    static WorkspaceException Refused(string message) => new(WorkspaceFault.Refused, message);
}
