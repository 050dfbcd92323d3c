using System.Globalization;

namespace KronClip.Testing;

/// <summary>Folders, class names and file names as the published data sets have them, for <see cref="BenchmarkTree"/>.</summary>
static class BenchmarkTreeNames
{
    /// <summary>Classes that are named here for each data set.</summary>
    public const int Most = 6;

    static readonly Dictionary<string, (string Folder, string Name)[]> classes = new(StringComparer.Ordinal)
    {
        ["imagenet"] = [("n01440764", "tench"), ("n01443537", "goldfish"), ("n01484850", "great white shark"), ("n01491361", "tiger shark"), ("n03773504", "missile"), ("n04008634", "missile")],
        ["caltech101"] = [("Faces", "face"), ("Leopards", "leopard"), ("Motorbikes", "motorbike"), ("accordion", "accordion"), ("airplanes", "airplane"), ("anchor", "anchor")],
        ["oxford_pets"] = [("Abyssinian", "abyssinian"), ("american_bulldog", "american_bulldog"), ("american_pit_bull_terrier", "american_pit_bull_terrier"), ("basset_hound", "basset_hound"), ("beagle", "beagle"), ("Bengal", "bengal")],
        ["stanford_cars"] = [("", "2000 AM General Hummer SUV"), ("", "2012 Acura RL Sedan"), ("", "2012 Acura TL Sedan"), ("", "2008 Acura TL Type-S"), ("", "2012 Acura TSX Sedan"), ("", "2001 Acura Integra Type R")],
        ["oxford_flowers"] = [("", "pink primrose"), ("", "hard-leaved pocket orchid"), ("", "canterbury bells"), ("", "sweet pea"), ("", "english marigold"), ("", "colt's foot")],
        ["food101"] = [("apple_pie", "apple_pie"), ("baby_back_ribs", "baby_back_ribs"), ("baklava", "baklava"), ("beef_carpaccio", "beef_carpaccio"), ("beef_tartare", "beef_tartare"), ("beet_salad", "beet_salad")],
        ["fgvc_aircraft"] = [("", "707-320"), ("", "727-200"), ("", "737-200"), ("", "F-16A/B"), ("", "Cessna 172"), ("", "Spitfire")],
        ["sun397"] = [("a/abbey", "abbey"), ("a/airplane_cabin", "airplane_cabin"), ("c/cathedral/indoor", "indoor cathedral"), ("c/cathedral/outdoor", "outdoor cathedral"), ("f/forest/broadleaf", "broadleaf forest"), ("z/zen_garden", "zen_garden")],
        ["dtd"] = [("banded", "banded"), ("blotchy", "blotchy"), ("braided", "braided"), ("bubbly", "bubbly"), ("bumpy", "bumpy"), ("chequered", "chequered")],
        ["eurosat"] = [("AnnualCrop", "Annual Crop Land"), ("Forest", "Forest"), ("HerbaceousVegetation", "Herbaceous Vegetation Land"), ("Highway", "Highway or Road"), ("Industrial", "Industrial Buildings"), ("Pasture", "Pasture Land")],
        ["ucf101"] = [("Apply_Eye_Makeup", "Apply_Eye_Makeup"), ("Apply_Lipstick", "Apply_Lipstick"), ("Archery", "Archery"), ("Baby_Crawling", "Baby_Crawling"), ("Balance_Beam", "Balance_Beam"), ("Band_Marching", "Band_Marching")],
    };

    /// <summary>The class folder (empty where pictures lie beside each other) and the published name.</summary>
    public static (string Folder, string Name) Of(string id, int label) => classes[id][label];

    /// <summary>A picture's path in its data set's picture folder.</summary>
    public static string Picture(string id, string part, string folder, int number) => id switch
    {
        "oxford_pets" => Text($"{folder}_{number}.jpg"),
        "stanford_cars" => Text($"{(part == "test" ? "cars_test" : "cars_train")}/{number:00000}.jpg"),
        "oxford_flowers" => Text($"image_{number:00000}.jpg"),
        "dtd" or "eurosat" => Text($"{folder}/{folder}_{number:0000}.jpg"),
        "food101" => Text($"{folder}/{number}.png"),
        "ucf101" => Text($"{folder}/v_{folder.Replace("_", "", StringComparison.Ordinal)}_g{number:00}_c01.jpg"),
        _ => Text($"{folder}/image_{number:0000}.jpg"),
    };

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
