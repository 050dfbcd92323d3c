using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KronClip.Data;

/// <summary>What a class may be called: rules that need no model. (Whether the words fit into 77 tokens is the tokenizer's to say.)</summary>
static class ClassNames
{
    /// <summary>Two names are the same for a reader if they differ only in case, Unicode form or white space.</summary>
    public static string Fold(string name)
    {
        var words = name.Normalize(NormalizationForm.FormC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words);
    }

    /// <summary>Checks words, templates and collisions of all classes; returns warnings.</summary>
    /// <exception cref="DataException">A class cannot be named to the text tower, or two cannot be told apart.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<ClassDefinition> classes)
    {
        foreach (var definition in classes)
        {
            RequireSpeakable(definition.Folder, definition.Words, "other words");
            RequireSpeakable(definition.Folder, definition.Name, "another display name", lettersNeeded: false);
        }
        RequireDistinct(classes, c => c.Words, "words");
        RequireDistinct(classes, c => c.Name, "display name");
        return classes.Where(c => c.Words.EnumerateRunes().Any(IsForeignLetter)).Select(c => c.Folder).ToList() is { Count: > 0 } foreign
            ? [$"The text tower is English; give English words in classes.json for {Printable.Count(foreign.Count, "class", "classes")}: "
                + $"{Printable.List(foreign)}."]
            : [];
    }

    static void RequireSpeakable(string folder, string text, string what, bool lettersNeeded = true)
    {
        var fault = string.IsNullOrWhiteSpace(text) ? "is empty"
            : text.Any(char.IsControl) ? "holds control characters"
            : lettersNeeded && !text.EnumerateRunes().Any(IsWordRune) ? "holds no letter, digit or symbol with a meaning"
            : null;
        if (fault is not null)
        {
            var key = JsonValue.Create(folder).ToJsonString(JsonText.Readable);
            throw new DataException($"Class {Printable.Quote(folder)} needs {what}: {Printable.Quote(text)} {fault}. Rename the folder, or give it \"words\" and "
                + $"\"name\" in classes.json: {{\"version\": 1, \"classes\": {{{key}: {{\"words\": \"...\", \"name\": \"...\"}}}}}}.");
        }
    }

    static void RequireDistinct(IReadOnlyList<ClassDefinition> classes, Func<ClassDefinition, string> text, string what)
    {
        foreach (var same in classes.GroupBy(c => Fold(text(c)), StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var folders = same.Select(c => c.Folder).ToList();
            var reason = folders.Select(Fold).Distinct(StringComparer.Ordinal).Count() == 1
                ? "have names that differ only in case, Unicode form or spaces"
                : $"have the same {what} {Printable.Quote(text(same.First()))}";
            throw new DataException(
                $"The classes {Printable.List(folders)} {reason}, so they cannot be told apart. Put their pictures together, or give each "
                    + $"its own words and name in classes.json.");
        }
    }

    /// <summary>A letter, digit, or symbol such as an emoji or '+': something a prompt can be about.</summary>
    static bool IsWordRune(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol
        or UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber;

    /// <summary>A letter outside the Latin script (blocks up to Latin Extended-B, Latin Extended Additional and full-width Latin).</summary>
    static bool IsForeignLetter(Rune rune) =>
        Rune.IsLetter(rune) && rune.Value is > 0x24F and not (>= 0x1E00 and <= 0x1EFF) and not (>= 0x2B0 and <= 0x2FF) and not (>= 0xFF21 and <= 0xFF5A);
}
