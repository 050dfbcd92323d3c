using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>How each defect is drawn into a plate.</summary>
static class Defects
{
    public static void Scratch(Plate plate, SeededRandom random)
    {
        var main = random.Between(0, 2 * Numeric.Pi);
        for (var n = random.NextInt(4) + 1; n > 0; n--)
        {
            var angle = random.Chance(0.7) ? main + random.Between(-0.2f, 0.2f) : random.Between(0, 2 * Numeric.Pi);
            var (length, bend) = (random.Between(0.6f, 1.8f), random.Between(-0.15f, 0.15f));
            var (x, y) = (random.Between(-0.5f, 0.5f), random.Between(-0.5f, 0.5f));
            var (c, s) = (Numeric.Cos(angle), Numeric.Sin(angle));
            (float, float)[] points = [.. Enumerable.Range(0, 9).Select(i => i / 8f - 0.5f).Select(t => (x + length * (t * c - bend * (t * t * 4 - 1) * s), y + length * (t * s + bend * (t * t * 4 - 1) * c)))];
            plate.Groove(points, random.Between(0.014f, 0.03f), random.Between(0.018f, 0.04f), 0.8f, 0);
        }
    }

    public static void Dent(Plate plate, SeededRandom random)
    {
        for (var n = random.NextInt(2) + 1; n > 0; n--)
        {
            var (x0, y0, radius, stretch) = (random.Between(-0.4f, 0.4f), random.Between(-0.4f, 0.4f), random.Between(0.4f, 0.75f), random.Between(0.75f, 1.3f));
            var depth = radius * random.Between(0.4f, 0.6f);
            Plate.Near(x0, y0, radius * 1.5f, (x, y, cell) =>
            {
                var (dx, dy) = ((x - x0) * stretch, (y - y0) / stretch);
                var r = (dx * dx + dy * dy) / (radius * radius);
                if (r < 1)
                    plate.Raise(cell, -depth * (1 - r) * (1 - r));
            });
        }
    }

    public static void Crack(Plate plate, SeededRandom random)
    {
        var angle = random.Between(0, 2 * Numeric.Pi);
        Branch(random.Between(-0.3f, 0.3f) - 0.8f * Numeric.Cos(angle), random.Between(-0.3f, 0.3f) - 0.8f * Numeric.Sin(angle), angle, random.Between(0.014f, 0.03f), 22, 0);

        void Branch(float x, float y, float heading, float width, int steps, int depth)
        {
            var points = new List<(float, float)> { (x, y) };
            for (var i = 0; i < steps; i++)
            {
                var turned = heading + random.Between(-0.75f, 0.75f);
                var step = random.Between(0.05f, 0.11f);
                (x, y) = (x + step * Numeric.Cos(turned), y + step * Numeric.Sin(turned));
                points.Add((x, y));
                if (depth < 2 && random.Chance(0.13))
                    Branch(x, y, heading + (random.Chance(0.5) ? 1 : -1) * random.Between(0.5f, 1.1f), width * 0.7f, steps / 2, depth + 1);
            }
            for (var k = 0; k + 1 < points.Count; k++)
                plate.Groove([points[k], points[k + 1]], width * Numeric.Mix(1, 0.35f, k / (float)points.Count) * random.Between(0.7f, 1.2f), 0.02f, 0.15f, 1);
        }
    }

    public static void Pitting(Plate plate, SeededRandom random)
    {
        var (x0, y0) = (random.Between(-0.3f, 0.3f), random.Between(-0.3f, 0.3f));
        for (var n = random.NextInt(70) + 40; n > 0; n--)
        {
            var (x1, y1, radius) = (x0 + 0.42f * random.Bell(), y0 + 0.42f * random.Bell(), random.Between(0.014f, 0.055f));
            Plate.Near(x1, y1, radius * 1.2f, (x, y, cell) =>
            {
                var r = ((x - x1) * (x - x1) + (y - y1) * (y - y1)) / (radius * radius);
                if (r < 1)
                {
                    plate.Raise(cell, -radius * 0.8f * (1 - r));
                    plate.Darken(cell, 0.55f * (1 - r));
                }
            });
        }
    }

    public static void Rust(Plate plate, SeededRandom random)
    {
        var (seed, amount, scale) = ((uint)random.NextInt(1 << 30), random.Between(0.42f, 0.58f), random.Between(1.2f, 2.6f));
        plate.CoverColour = (x, y) => Look.Rust(x, y, seed + 90);
        Plate.Near(0, 0, Plate.Half, (x, y, cell) =>
        {
            var share = Numeric.SmoothStep(1 - amount, 1.07f - amount, Noise.Octaves(x * scale + 7, y * scale, seed, 5));
            plate.Cover(cell, share);
            plate.Raise(cell, 0.012f * share * (Noise.Octaves(x * 22, y * 22, seed + 50, 2) - 0.2f));
        });
    }

    public static void Stain(Plate plate, SeededRandom random)
    {
        Vec3[] liquids = [new(0.05f, 0.03f, 0.012f), new(0.02f, 0.02f, 0.02f), new(0.10f, 0.09f, 0.05f), new(0.06f, 0.07f, 0.10f)];
        var (liquid, seed) = (random.Pick(liquids), (uint)random.NextInt(1 << 30));
        plate.CoverColour = (_, _) => liquid;
        plate.CoverRoughness = random.Between(0.15f, 0.5f);
        for (var n = random.NextInt(3) + 1; n > 0; n--)
        {
            var (x0, y0, radius, strength, ringed) = (random.Between(-0.5f, 0.5f), random.Between(-0.5f, 0.5f), random.Between(0.3f, 0.65f), random.Between(0.6f, 0.9f), random.Chance(0.5));
            Plate.Near(x0, y0, radius * 1.6f, (x, y, cell) =>
            {
                var (dx, dy) = (x - x0, y - y0);
                var r = MathF.Sqrt(dx * dx + dy * dy) / radius + 0.9f * (Noise.Octaves(x * 2.2f, y * 2.2f, seed, 4) - 0.5f);
                var inside = Numeric.SmoothStep(1.02f, 0.93f, r);
                plate.Cover(cell, strength * inside * (ringed ? 0.45f + 0.55f * Numeric.SmoothStep(0.75f, 0.95f, r) : 0.8f + 0.2f * Noise.At(x * 4, y * 4, seed + 9)));
            });
        }
    }

    public static void Hole(Plate plate, SeededRandom random)
    {
        var (x0, y0, radius) = (random.Between(-0.3f, 0.3f), random.Between(-0.3f, 0.3f), random.Between(0.18f, 0.4f));
        Plate.Near(x0, y0, radius * 1.3f, (x, y, cell) =>
        {
            var r = MathF.Sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0)) / radius;
            plate.Cover(cell, Numeric.SmoothStep(1, 0.97f, r));
            plate.Raise(cell, -0.06f * Numeric.SmoothStep(1.12f, 0.98f, r));
        });
    }

    public static void Weld(Plate plate, SeededRandom random)
    {
        var (angle, offset, half, pitch) = (random.Between(0, 2 * Numeric.Pi), random.Between(-0.2f, 0.2f), random.Between(0.13f, 0.22f), random.Between(0.07f, 0.12f));
        var (c, s) = (Numeric.Cos(angle), Numeric.Sin(angle));
        Plate.Near(0, 0, Plate.Half, (x, y, cell) =>
        {
            var (along, off) = (x * c + y * s, (-x * s + y * c - offset) / half);
            if (off is <= -1 or >= 1)
            {
                plate.Darken(cell, 0.4f * Numeric.SmoothStep(1.8f, 1, MathF.Abs(off)));
                return;
            }
            var bead = (along + 0.06f * off * off) / pitch;
            plate.Raise(cell, 0.09f * (1 - off * off) + 0.022f * (1 - off * off) * (1 - 2 * MathF.Abs(bead - MathF.Floor(bead) - 0.5f)));
        });
    }
}
