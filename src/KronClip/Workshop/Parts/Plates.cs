using KronClip.Compute;
using static KronClip.Workshop.Solids;

namespace KronClip.Workshop;

/// <summary>What is cut or forged from plate and bar.</summary>
static class Plates
{
    public static Mesh Hinge(SeededRandom random)
    {
        var (leaf, half, pin) = (random.Between(0.5f, 0.7f), random.Between(0.6f, 0.95f), random.Between(0.09f, 0.13f));
        var open = random.Between(0, 35);
        var mesh = new Mesh();
        foreach (var side in new[] { 1, -1 })
        {
            var plate = Block(leaf / 2, half, 0.035f);
            var holes = random.NextInt(2) + 2;
            for (var i = 0; i < holes; i++)
                plate.Add(Wheels.Disc(0.075f), Rotation.None, new(side * leaf * 0.15f, half * (2f * (i + 0.5f) / holes - 1), 0.038f));
            mesh.Add(plate, Rotation.AboutY(side * open * 0.5f), new(side * (leaf / 2 + pin * 0.6f), 0, 0));
        }
        var knuckles = 5;
        for (var i = 0; i < knuckles; i++)
        {
            var (from, to) = (-half + 2 * half * i / knuckles + 0.01f, -half + 2 * half * (i + 1) / knuckles - 0.01f);
            mesh.Add(Lathe(false, (0, from), (pin, from), (pin, to), (0, to)), Rotation.AboutX(-90), new(0, 0, pin * 0.5f));
        }
        return mesh;
    }

    public static Mesh AngleBracket(SeededRandom random)
    {
        var (width, first, second) = (random.Between(0.3f, 0.5f), random.Between(0.7f, 1.0f), random.Between(0.6f, 1.0f));
        var mesh = Block(first / 2, width, 0.05f).Add(Block(0.05f, width, second / 2), Rotation.None, new(-first / 2, 0, second / 2 - 0.05f));
        var across = random.NextInt(2) + 1;
        for (var i = 0; i < across; i++)
        {
            var y = width * (2f * (i + 0.5f) / across - 1);
            mesh.Add(Wheels.Disc(0.1f), Rotation.None, new(first * 0.15f, y, 0.053f));
            mesh.Add(Wheels.Disc(0.1f), Rotation.AboutY(90), new(-first / 2 + 0.053f, y, second * 0.55f));
        }
        return mesh;
    }

    public static Mesh Wrench(SeededRandom random)
    {
        var (length, jaw, thick) = (random.Between(1.6f, 2.4f), random.Between(0.22f, 0.28f), random.Between(0.1f, 0.14f));
        var section = Bar(random.Between(0.2f, 0.26f), thick);
        var mesh = Sweep([new(-length / 2, 0, 0), new(0, 0, 0), new(length / 2, 0, 0)], section, false)
            .Add(Sweep([.. Arc(jaw + 0.08f, 62, 298, 20)], Bar(0.2f, thick * 1.5f), false, t => 0.8f + 0.5f * Numeric.Sin(t * Numeric.Pi)),
                Rotation.AboutZ(random.Between(-15, 15)), new(length / 2 + jaw, 0, 0));
        return random.Chance(0.5)
            ? mesh.Add(Plate(_ => 0.36f, Around(30), 0.2f, -thick * 0.75f, thick * 0.75f, 0.02f), Rotation.None, new(-length / 2 - 0.25f, 0, 0))
            : mesh.Add(Sweep([.. Arc(jaw, 62, 298, 20)], Bar(0.18f, thick * 1.5f), false), Rotation.AboutZ(180 + random.Between(-15, 15)), new(-length / 2 - jaw, 0, 0));
    }

    public static Mesh Key(SeededRandom random)
    {
        var (bow, length) = (random.Between(0.3f, 0.42f), random.Between(1.0f, 1.5f));
        var mesh = Plate(_ => bow, Around(30), bow * random.Between(0.4f, 0.65f), -0.05f, 0.05f, 0.01f, 0)
            .Add(Block(length / 2, 0.075f, 0.045f), Rotation.None, new(bow + length / 2 - 0.04f, 0, 0));
        var bits = random.NextInt(3) + 3;
        for (var i = 0; i < bits; i++)
            mesh.Add(Block(0.04f, random.Between(0.05f, 0.14f), 0.04f), Rotation.None, new(bow + length * (0.5f + 0.48f * i / bits), -0.12f, 0));
        return mesh;
    }
}
