using System.Globalization;
using System.Text.Json.Nodes;
using KronClip.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KronClip.Server;

/// <summary>What is asked of a classifier in use: its drift, and the end of its log.</summary>
static class OperationEndpoints
{
    const int UsualLines = 50, MostLines = 1000;

    /// <summary>The writer of the log, where one is asked for.</summary>
    public static void AddPredictionLog(this IServiceCollection services, ServerOptions options)
    {
        if (options.Log is null)
            return;
        services.AddSingleton(options.Log);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<PredictionLogWriter>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/classifiers/{name}/drift", (string name, HttpContext context) => Drift(name, context)).WithName("Drift")
            .WithSummary("Whether the pictures of the log look like those that the classifier was measured on.");
        routes.MapGet("/api/classifiers/{name}/log", (string name, HttpContext context) => Log(name, context)).WithName("Log").WithSummary("The newest lines of the log of predictions, and how many are not in it.");
    }

    static IResult Drift(string name, HttpContext context)
    {
        if (Find(name, context) is { } problem)
            return problem;
        var served = context.RequestServices.GetRequiredService<ClassifierStore>().Current[name];
        try
        {
            return Text(DriftJob.OfLog(name, served.Classifier, Writer(context)!.Folder, Number(context.Request, "days", int.MaxValue)).ToJson());
        }
        catch (KronClipException error)
        {
            return Results.Problem(error.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    static IResult Log(string name, HttpContext context)
    {
        if (Find(name, context) is { } problem)
            return problem;
        var log = Writer(context)!;
        var limit = Number(context.Request, "limit", MostLines) ?? UsualLines;
        var lines = new Queue<LoggedPrediction>();
        foreach (var file in PredictionLog.Files(log.Folder).Reverse().TakeWhile(_ => lines.Count < limit))       // the newest days, until there are enough
        {
            var day = new Queue<LoggedPrediction>();
            foreach (var line in PredictionLog.ReadFile(file).Where(l => l.Classifier == name))
            {
                day.Enqueue(line);
                if (day.Count > limit - lines.Count)
                    day.Dequeue();
            }
            lines = new Queue<LoggedPrediction>(day.Concat(lines));
        }
        var (written, dropped, lost) = log.Counts;
        var answers = new JsonArray();
        foreach (var line in lines)
        {
            using var text = new MemoryStream();
            line.Write(text);
            answers.Add(JsonNode.Parse(text.ToArray()));
        }
        return Text(new JsonObject { ["written"] = written, ["dropped"] = dropped, ["lost"] = lost, ["lines"] = answers }.ToJsonString());
    }

    static PredictionLogWriter? Writer(HttpContext context) => context.RequestServices.GetService<PredictionLogWriter>();

    static IResult? Find(string name, HttpContext context) =>
        !context.RequestServices.GetRequiredService<ClassifierStore>().Current.ContainsKey(name) ? Results.Problem($"No classifier is called '{name}'; GET /api/classifiers lists them.", statusCode: StatusCodes.Status404NotFound)
        : Writer(context) is null ? Results.Problem("This server keeps no log of predictions; start it with --log <folder>.", statusCode: StatusCodes.Status404NotFound)
        : null;

    static int? Number(HttpRequest request, string name, int most) => !request.Query.TryGetValue(name, out var text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : throw new BadRequestException(StatusCodes.Status400BadRequest, string.Create(CultureInfo.InvariantCulture, $"{name} is a whole number from 1 to {most}."));

    static IResult Text(string json) => Results.Text(json, "application/json");
}
