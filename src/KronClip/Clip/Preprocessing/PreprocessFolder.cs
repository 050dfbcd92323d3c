using System.Text.Json;
using KronClip.Checkpoints;

namespace KronClip.Clip;

/// <summary>Finds the preprocessing of a model folder: preprocessor_config.json (Hugging Face), the preprocess_cfg of open_clip_config.json, or CLIP's own.</summary>
static class PreprocessFolder
{
    /// <summary>A sentence where the folder says nothing of its preprocessing, so that CLIP's own is assumed; otherwise null.</summary>
    public static string? Assumption(string folder) => File.Exists(Path.Combine(folder, "preprocessor_config.json")) || File.Exists(Path.Combine(folder, "open_clip_config.json"))
        ? null
        : $"'{folder}' holds no preprocessor_config.json; CLIP's own resize, crop, mean and deviation are assumed. If the model was trained with others, accuracy will suffer: take the file from where the weights come from.";

    /// <exception cref="CheckpointException">The file cannot be read, is no JSON, or describes something this library does not do, or does not fit the image tower.</exception>
    public static PreprocessOptions Read(string folder, int imageSize)
    {
        var huggingFace = Path.Combine(folder, "preprocessor_config.json");
        var openClip = Path.Combine(folder, "open_clip_config.json");
        var options = File.Exists(huggingFace) ? PreprocessOptions.FromJson(ReadText(huggingFace), huggingFace)
            : File.Exists(openClip) ? FromOpenClip(openClip, imageSize)
            : PreprocessOptions.ForSize(imageSize);
        return options.CropSize == imageSize
            ? options
            : throw new CheckpointException(
                $"'{folder}': the preprocessing crops to {options.CropSize} pixels, but the image tower takes {imageSize}. One of the two files belongs to another model.");
    }

    static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{path}' cannot be read: {error.Message} Check the file and its permissions.", error);
        }
    }

    static PreprocessOptions FromOpenClip(string path, int imageSize)
    {
        try
        {
            using var document = JsonDocument.Parse(ReadText(path));
            return document.RootElement.TryGetProperty("preprocess_cfg", out var preprocess)
                ? PreprocessOptions.FromOpenClip(preprocess, imageSize, path)
                : PreprocessOptions.ForSize(imageSize);
        }
        catch (JsonException error)
        {
            throw new CheckpointException($"'{path}' is not readable JSON: {error.Message}", error);
        }
    }
}
