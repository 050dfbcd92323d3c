using System.Globalization;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The numbers of training pictures that a set of pictures allows, and what is to be said of those it does not. How many pictures a class has does not depend on the seed.</summary>
/// <param name="Shots">Ascending.</param>
/// <param name="Notes">One sentence for each thing that is not as asked.</param>
sealed record ShotChoice(IReadOnlyList<int> Shots, IReadOnlyList<string> Notes)
{
    /// <summary>Chooses.</summary>
    /// <param name="collection">The pictures.</param>
    /// <param name="hashes">Their hashes; what cannot be read is not among them.</param>
    /// <param name="asked">The numbers that were asked for; null leaves out of the usual ones those for which a class has too few pictures.</param>
    /// <param name="seed">Any seed.</param>
    public static ShotChoice Of(ImageCollection collection, ContentHashes hashes, IReadOnlyList<int>? asked, long seed)
    {
        Split Draw(int shots) => FewShotSplit.Draw(collection, hashes, new SplitOptions { Shots = shots, Seed = seed });
        return asked is null ? Usual(Draw) : Asked([.. asked.Order()], Draw);
    }

    /// <summary>The usual numbers that every class has, so that all classes stand on one footing. One picture every class has.</summary>
    static ShotChoice Usual(Func<int, Split> draw)
    {
        var usual = ComparisonRequest.UsualShots;
        int[] kept = [.. usual.TakeWhile(shots => draw(shots).Notes.All(note => note.Train >= shots))];
        int[] left = [.. usual.Skip(kept.Length)];
        if (left.Length == 0)
            return new ShotChoice(kept, []);
        var few = Small(draw(left[0]), left[0]);
        return new ShotChoice(kept,
            [$"{List(left)} training pictures are left out, as {(few.Length == 1 ? "a class has" : $"{Printable.Count(few.Length, "class", "classes")} have")} too few for them beside validation and test: {Names(few)}. --shots {List(usual)} takes what there is."]);
    }

    /// <summary>What was asked for, less the numbers at which no class has more to give than at a smaller one.</summary>
    static ShotChoice Asked(int[] asked, Func<int, Split> draw)
    {
        var given = draw(asked[^1]).Notes.Max(note => note.Train);
        int[] kept = [.. asked.Where((_, i) => i == 0 || asked[i - 1] < given)];
        var few = Small(draw(kept[^1]), kept[^1]);
        var notes = new List<string>();
        if (few.Length > 0)
            notes.Add($"{Printable.Count(few.Length, "class", "classes")} cannot give {Printable.Count(kept[^1], "training picture")} and {(few.Length == 1 ? "gives" : "give")} fewer: {Names(few)}.");
        if (kept.Length < asked.Length)
            notes.Add(FormattableString.Invariant($"{List(asked[kept.Length..])} training pictures are left out: no class has more than {given} to give."));
        return new ShotChoice(kept, notes);
    }

    static SplitNote[] Small(Split split, int shots) => [.. split.Notes.Where(note => note.Train < shots)];

    static string Names(SplitNote[] few)
    {
        const int most = 5;
        var shown = string.Join(", ", few.Take(most).Select(note => $"{Printable.Quote(note.Folder)} ({Printable.Count(note.Pictures, "picture")})"));
        return few.Length > most ? $"{shown} and {few.Length - most} more" : shown;
    }

    static string List(IReadOnlyList<int> numbers) => string.Join(",", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
}
