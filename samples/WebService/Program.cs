// A web service with one address: the bytes of a picture in, its classes out.
//     WebService --classifier parts.kronclip --urls http://127.0.0.1:5000
//     curl --data-binary @new.jpg http://127.0.0.1:5000/classify
// For more than that (several classifiers, batches, reload, tokens), see `kronclip serve`.
using KronClip.Jobs;
using KronClip.Samples.WebService;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddImageClassifier(builder.Configuration["classifier"] ?? "parts.kronclip", options => options with { Top = 3 });
builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<ClassifierFaults>();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Default));
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 20_000_000);

var app = builder.Build();
app.UseExceptionHandler();
app.MapPost("/classify", async (HttpRequest request, ImageClassifier classifier, CancellationToken cancel) =>
{
    using var picture = new MemoryStream();
    await request.Body.CopyToAsync(picture, cancel);
    var prediction = classifier.Classify([picture.ToArray()], cancel)[0];
    return TypedResults.Ok(new Answer([.. prediction.Top.Select(score => new Label(score.Name, score.Confidence))]));
});
app.Run();
