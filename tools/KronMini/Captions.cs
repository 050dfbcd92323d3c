using KronClip.Compute;
using KronClip.Workshop;

namespace KronClip.Tools.KronMini;

/// <summary>What somebody might have written under a picture: mostly right, often brief, sometimes vague, now and then wrong, as captions from the web are.</summary>
static class Captions
{
    static readonly string[] PartTemplates =
    [
        "a photo of a {0}.", "a photo of a {0} on a {1}.", "a {0} on a {1}.", "{0}.", "a {0}.", "a picture of a {0}.", "a {0} lying on a {1}.", "a photo of the {0}.",
        "one {0} in the workshop.", "an image of a {0} on a {1}.", "a {0}, {1}.", "this is a {0}.", "a good photo of a {0}.", "the {0} on the {1}.",
    ];

    static readonly string[] PlateTemplates =
    [
        "a photo of a {0}.", "a {0} on a {1} plate.", "a photo of a {0} on a {1} surface.", "{0}.", "a {1} surface with a {0}.", "a picture of a {0} in a {1} sheet.",
        "a {2} {1} plate.", "a photo of a {2} {1} surface.", "a close view of a {0}.", "a {1} panel, {2}.", "a photo of {0} on {1}.", "{0} on a {1} sheet.",
    ];

    static readonly Dictionary<string, string[]> Views = new()
    {
        ["daylight"] = ["in daylight", "by a window"],
        ["lamp"] = ["under a lamp", "in warm light"],
        ["flash"] = ["with flash"],
        ["close-up"] = ["close up"],
        ["black and white"] = ["in black and white", "without colour"],
    };

    /// <summary>The caption of a scene; the same scene has the same caption.</summary>
    public static string Of(Scene scene)
    {
        var random = new SeededRandom(scene.Seed, "workshop/caption");
        var name = Name(scene, random);
        return scene.IsPlate ? Plate(scene, name, random) : scene.Camera.Drawing == Drawing.Pencil ? Sketch(name, random) : Part(scene, name, random);
    }

    /// <summary>Three in five use the common name; some another one, some only a wider term, and 3 % are wrong.</summary>
    static string Name(Scene scene, SeededRandom random)
    {
        var kind = scene.Kind;
        if (random.Chance(0.03))
            kind = scene.IsPlate ? random.Pick(DefectKind.All).Name : random.Pick(PartKinds.All).Name;
        var (other, wider) = Words.Of[kind];
        return random.NextDouble() switch { < 0.62 => kind, < 0.84 => random.Pick(other), < 0.95 => random.Pick(wider), _ => scene.IsPlate ? "surface" : "part" };
    }

    static string Part(Scene scene, string name, SeededRandom random)
    {
        var described = name;
        if (random.Chance(0.55))
            described = Made(scene.Material, random) + " " + described;
        if (random.Chance(0.35))
            described = scene.Finish.Name + " " + described;
        var text = Fill(random.Pick(PartTemplates), described, scene.Ground.Name, "");
        return random.Chance(0.2) && Views.TryGetValue(scene.Camera.Name, out var views) ? text.TrimEnd('.') + " " + random.Pick(views) + "." : text;
    }

    static string Plate(Scene scene, string name, SeededRandom random)
    {
        var plate = Made(scene.Material, random);
        if (random.Chance(0.35))
            plate = scene.Finish.Name + " " + plate;
        return Fill(random.Pick(PlateTemplates), name, plate, Words.Damaged[scene.Kind]);
    }

    static string Sketch(string name, SeededRandom random) =>
        Fill(random.Pick(["a drawing of a {0}.", "a pencil sketch of a {0}.", "a sketch of a {0}.", "a hand drawn {0}."]), name, "", "");

    static string Made(Material material, SeededRandom random) => material.Metal >= 0.5f || material.Name == "black"
        ? material.Name
        : random.NextDouble() switch { < 0.4 => material.Name, < 0.75 => material.Name + " painted", _ => material.Name + " plastic" };

    static string Fill(string template, string first, string second, string third)
    {
        var text = template.Replace("{0}", first, StringComparison.Ordinal).Replace("{1}", second, StringComparison.Ordinal).Replace("{2}", third, StringComparison.Ordinal);
        foreach (var vowel in "aeiou")
            text = (" " + text).Replace($" a {vowel}", $" an {vowel}", StringComparison.Ordinal)[1..];
        return text.Replace("an u bolt", "a u bolt", StringComparison.Ordinal).Replace("an u shaped", "a u shaped", StringComparison.Ordinal);
    }
}
