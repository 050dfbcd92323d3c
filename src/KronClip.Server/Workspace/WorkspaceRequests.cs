using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KronClip.Jobs;
using Microsoft.AspNetCore.Http;

namespace KronClip.Server;

/// <summary>A project that is wanted, or changed.</summary>
sealed record ProjectWish(string? Name, string? Model, string? Method);

/// <summary>A class that is wanted, or changed.</summary>
sealed record ClassWish(string? Name, string? Words);

/// <summary>Where a picture shall go.</summary>
sealed record PictureWish(string? Class);

/// <summary>A least confidence; null for none.</summary>
sealed record ThresholdWish(double? Threshold);

/// <summary>An entry of the audit trail.</summary>
sealed record AuditAnswer(DateTimeOffset Time, string Who, string What, JsonObject Details);

/// <summary>What goes in and out of the workspace's addresses, without reflection. Lists are arrays: what is declared is then what is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProjectWish))]
[JsonSerializable(typeof(ClassWish))]
[JsonSerializable(typeof(PictureWish))]
[JsonSerializable(typeof(ThresholdWish))]
[JsonSerializable(typeof(TrainingWish))]
[JsonSerializable(typeof(ProjectView))]
[JsonSerializable(typeof(ProjectView[]))]
[JsonSerializable(typeof(ClassView))]
[JsonSerializable(typeof(ProjectPicture))]
[JsonSerializable(typeof(ProjectPicture[]))]
[JsonSerializable(typeof(AddedPictures))]
[JsonSerializable(typeof(CorrectionView))]
[JsonSerializable(typeof(QueueView[]))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(VersionView[]))]
[JsonSerializable(typeof(NamedClassView))]
[JsonSerializable(typeof(ThresholdsView))]
[JsonSerializable(typeof(ModelView[]))]
[JsonSerializable(typeof(TrainingView))]
[JsonSerializable(typeof(AuditAnswer[]))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
sealed partial class WorkspaceHttpJson : JsonSerializerContext;

/// <summary>Numbers of a request's address and form.</summary>
static class RequestNumbers
{
    /// <summary>A whole number of the query.</summary>
    /// <exception cref="BadRequestException">It is none, or out of range.</exception>
    public static int Whole(HttpRequest request, string name, int otherwise, int least, int most) => !request.Query.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new BadRequestException(StatusCodes.Status400BadRequest, FormattableString.Invariant($"{name} is a whole number from {least} to {most}."));

    /// <summary>A confidence of a form; null where there is none, or it is none.</summary>
    public static double? Confidence(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1 ? number : null;
}
