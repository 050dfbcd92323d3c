using KronClip.Compute;

namespace KronClip.Deployment;

/// <summary>Which copies of a picture a map is made of.</summary>
public enum PatchMaskKind
{
    /// <summary>Each patch hidden alone.</summary>
    Single,

    /// <summary>Squares of several patches hidden, at every place, of several sizes.</summary>
    Windows,

    /// <summary>Half of the picture hidden at random, and the other half in a second copy (Petsiuk et al., RISE, arXiv:1806.07421, with pairs of opposite masks).</summary>
    Random,
}

/// <summary>The masks of a map: true where a patch is hidden. The same for every picture, and the same on every machine.</summary>
static class PatchMasks
{
    /// <summary>Pairs of opposite masks.</summary>
    const int RandomPairs = 128;

    /// <summary>The masks of a kind, each [g²].</summary>
    public static IReadOnlyList<bool[]> Of(PatchGrid grid, PatchMaskKind kind) => kind switch
    {
        PatchMaskKind.Single => Windows(grid, 1),
        PatchMaskKind.Windows => [.. WindowSizes(grid).SelectMany(size => Windows(grid, size))],
        PatchMaskKind.Random => Random(grid, RandomPairs, RandomBlock(grid)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    static int[] WindowSizes(PatchGrid grid) => [.. new[] { 1, Math.Max(1, grid.Side / 4), Math.Max(1, grid.Side / 3) }.Distinct()];

    static int RandomBlock(PatchGrid grid) => Math.Max(1, grid.Side / 7);

    /// <summary>Squares of so many patches, at every place that meets the picture.</summary>
    public static bool[][] Windows(PatchGrid grid, int size)
    {
        var masks = new List<bool[]>();
        for (var top = 1 - size; top < grid.Side; top++)
        {
            for (var left = 1 - size; left < grid.Side; left++)
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
