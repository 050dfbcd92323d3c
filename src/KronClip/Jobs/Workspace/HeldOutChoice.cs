namespace KronClip.Jobs;

/// <summary>A picture of a class, as far as it matters who is set aside.</summary>
/// <param name="Id">Its id, which is drawn by content and thus as good as any draw.</param>
/// <param name="IsHeld">Whether it was set aside before.</param>
/// <param name="WasTrained">Whether the current classifier was trained on it.</param>
/// <param name="IsCorrection">Whether a person corrected it: that is to be learned from.</param>
readonly record struct HeldOutCandidate(string Id, bool IsHeld, bool WasTrained, bool IsCorrection);

/// <summary>
/// Which pictures of a class are measured on and never trained on. Once set aside, a picture stays so, and thus all versions of a project can be held against each other. Pure.
/// Of n pictures at least a fifth is set aside and at most a third, as many as leave 20 to learn from (16 to train on, 4 to choose by); of fewer than 3 none.
/// </summary>
static class HeldOutChoice
{
    /// <summary>The least number of pictures of which one is set aside.</summary>
    public const int Least = 3;

    const int Learned = 20;

    /// <summary>How many of n pictures are set aside.</summary>
    public static int Count(int n) => n < Least ? 0 : Math.Max(Math.Min(n - Learned, n / 3), Math.Max(1, (n + 2) / 5));

    /// <summary>The ids that are set aside.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<HeldOutCandidate> pictures)
    {
        if (pictures.Count < Least)
            return [];
        var held = pictures.Where(p => p.IsHeld).OrderBy(p => p.Id, StringComparer.Ordinal).Take(pictures.Count - 2).ToList();         // two are left to learn from, whatever was deleted
        var wanted = Count(pictures.Count) - held.Count;
        var fresh = pictures.Where(p => !p.IsHeld && !p.WasTrained && !p.IsCorrection).OrderBy(p => p.Id, StringComparer.Ordinal).Take(Math.Max(0, wanted)).ToList();
        held.AddRange(fresh);
        if (held.Count == 0)                        // better one that the former classifier knows than none: the new one can be measured at least
            held.AddRange(pictures.OrderBy(p => p.IsCorrection).ThenBy(p => p.Id, StringComparer.Ordinal).Take(wanted));
        return [.. held.Select(p => p.Id)];
    }
}
