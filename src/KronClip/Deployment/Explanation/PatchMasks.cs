using KronClip.Compute;

namespace KronClip.Deployment;

/// <summary>Which copies of a picture a map is made of.</summary>
public enum PatchMaskKind
{
    /// <summary>Each patch hidden alone, and squares of patches hidden all over the picture; each counts by what it does for one patch.</summary>
    Windows,

    /// <summary>Each patch hidden alone.</summary>
    Single,

    /// <summary>Half of the picture hidden at random, and the other half in a second copy (Petsiuk et al., RISE, arXiv:1806.07421, with pairs of opposite masks).</summary>
    Random,
}

/// <summary>Masks that are compared with each other.</summary>
/// <param name="Masks">Each [g²], true where a patch is hidden.</param>
/// <param name="Weight">What a difference between them counts.</param>
/// <param name="AgainstWhole">Whether a mask is compared with the whole picture; else with the masks that show what it hides, where these hide as much elsewhere.</param>
sealed record MaskGroup(IReadOnlyList<bool[]> Masks, double Weight, bool AgainstWhole);

/// <summary>The masks of a map. The same for every picture, and the same on every machine.</summary>
static class PatchMasks
{
    /// <summary>Pairs of opposite masks.</summary>
    const int RandomPairs = 128;

    /// <summary>The masks of a kind.</summary>
    public static IReadOnlyList<MaskGroup> Of(PatchGrid grid, PatchMaskKind kind) => kind switch
    {
        PatchMaskKind.Single => [new(Windows(grid, 1, 1), 1, AgainstWhole: true)],
        PatchMaskKind.Windows => [.. new[] { 1, WindowSize(grid) }.Distinct().Select(size => new MaskGroup(Windows(grid, size, Math.Max(1, size / 2)), 1.0 / (size * size), AgainstWhole: true))],
        PatchMaskKind.Random => [new(Random(grid, RandomPairs, Math.Max(1, grid.Side / 7)), 1, AgainstWhole: false)],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Three eighths of the side: 3 of 8 patches, 5 of 14.</summary>
    static int WindowSize(PatchGrid grid) => Math.Max(1, (3 * grid.Side + 4) / 8);

    /// <summary>Squares of so many patches that meet the picture, a step apart.</summary>
    public static bool[][] Windows(PatchGrid grid, int size, int step)
    {
        var masks = new List<bool[]>();
        for (var top = 1 - size; top < grid.Side; top += step)
        {
            for (var left = 1 - size; left < grid.Side; left += step)
            {
                var mask = new bool[grid.Count];
                for (var row = Math.Max(0, top); row < Math.Min(grid.Side, top + size); row++)
                    mask.AsSpan(row * grid.Side + Math.Max(0, left), Math.Min(grid.Side, left + size) - Math.Max(0, left)).Fill(true);
                masks.Add(mask);
            }
        }
        return [.. masks];
    }

    /// <summary>Blocks of patches, the grid of blocks laid elsewhere each time, of which each is hidden or not by chance; each mask is followed by its opposite.</summary>
    public static bool[][] Random(PatchGrid grid, int pairs, int block)
    {
        var random = new SeededRandom(0, "explain/masks");
        var blocks = grid.Side / block + 2;
        var masks = new List<bool[]>();
        while (masks.Count < 2 * pairs)
        {
            var (down, right) = (random.NextInt(block), random.NextInt(block));
            bool[] hides = [.. Enumerable.Range(0, blocks * blocks).Select(_ => random.NextInt(2) == 1)];
            bool[] mask = [.. Enumerable.Range(0, grid.Count).Select(patch => hides[(patch / grid.Side + down) / block * blocks + (patch % grid.Side + right) / block])];
            masks.Add(mask);
            masks.Add([.. mask.Select(hidden => !hidden)]);
        }
        return [.. masks];
    }
}
