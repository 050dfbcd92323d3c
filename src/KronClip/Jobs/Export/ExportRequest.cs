using KronClip.Deployment;

namespace KronClip.Jobs;

/// <summary>A classifier to be written as an ONNX file. Immutable.</summary>
public sealed record ExportRequest
{
    /// <summary>The .kronclip file.</summary>
    public required string Classifier { get; init; }

    /// <summary>The file to write.</summary>
    public required string Output { get; init; }

    /// <summary>The base model, as in <see cref="TrainRequest.Model"/>; null takes the remembered one.</summary>
    public string? Model { get; init; }

    /// <summary>What the file takes.</summary>
    public OnnxInput Input { get; init; }

    /// <summary>How weights are stored.</summary>
    public OnnxPrecision Precision { get; init; }

    /// <summary>Pictures that the file is checked on, as for <see cref="EvalJob"/>; null checks on drawn ones alone.</summary>
    public string? Check { get; init; }

    /// <summary>As in <see cref="TrainRequest.Cache"/>; a set of the workshop is rendered there.</summary>
    public string? Cache { get; init; }

    /// <summary>Most pictures of <see cref="Check"/> that are worked through.</summary>
    public int MostPictures { get; init; } = 100;

    /// <summary>Largest share of the pictures whose answer may change with fp16 or int8 weights; with fp32 none may.</summary>
    public double MostChanged { get; init; } = 0.02;

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used.</exception>
    public void Validate()
    {
        if (MostPictures < 1)
            throw new OptionsException($"The number of check pictures is {MostPictures}; give 1 or more.");
        if (!(MostChanged is >= 0 and <= 1))
            throw new OptionsException(FormattableString.Invariant($"The share of answers that may change is {MostChanged}; give a number from 0 to 1, such as 0.02."));
        if (!Enum.IsDefined(Input) || !Enum.IsDefined(Precision))
            throw new OptionsException("The input or the precision is none that exists.");
    }
}
