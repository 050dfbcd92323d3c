using KronClip.Tools.KronMini;
using KronClip.Workshop;

switch (args)
{
    case ["captions" or "render", var folder]:
        foreach (var (name, scenes) in new[]
        {
            ("pretraining", PreTraining.Scenes(PreTraining.FirstSeed, PreTraining.Count)),
            ("validation", PreTraining.Scenes(PreTraining.FirstValidationSeed, PreTraining.ValidationCount)),
        })
        {
            PreTrainingFiles.WriteCaptions(Path.Combine(folder, name), scenes);
            if (args[0] == "render")
                PreTrainingFiles.WritePictures(Path.Combine(folder, name), scenes);
        }
        return 0;
    case ["set", var path, var name] when WorkshopSets.Find(name) is { } set:
        WorkshopFolder.Write(set, path);
        return 0;
    case ["sheet", var path]:
        ContactSheet.Write(path, [.. PreTraining.Scenes(PreTraining.FirstSeed, 150)], 15);
        return 0;
    case ["sheet", var path, var name] when WorkshopSets.Find(name) is { } set:
        ContactSheet.Write(path, [.. set.Pictures().Where(p => p.Path.StartsWith("test/", StringComparison.Ordinal)).Where((_, i) => i % set.Test < 6).Select(p => p.Scene)], 12);
        return 0;
    default:
        Console.Error.WriteLine("""
            render <folder>        the pictures and captions that kron-mini is trained on
            captions <folder>      the captions alone
            set <folder> <set>     the pictures of a set of the workshop
            sheet <file> [set]     a PNG with pictures of pre-training, or of a set, side by side
            """);
        return 2;
}
