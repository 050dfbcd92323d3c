using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace KronClip.Server;

/// <summary>
/// The page for people at /, and its parts below /page. They are in the program itself, hold no data and so need no token; what they show they ask of /api. The policy lets
/// them load nothing from elsewhere and run no script but their own.
/// </summary>
static class PageEndpoints
{
    const string Start = "index.html";

    /// <summary>
    /// A report that is shown in a frame by a blob address has this policy on top of its own: the hash lets its one style sheet through, and no other.
    /// </summary>
    static readonly string Policy = "default-src 'none'; script-src 'self'; style-src 'self' " + PageFiles.HashOf(Evaluation.RunReportStyle.Sheet) + "; img-src 'self' blob: data:; media-src 'self' blob:; "
        + "connect-src 'self'; frame-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var files = PageFiles.Load();
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", methods, (HttpContext context) => Answer(context, files[Start])).WithName("Page").ExcludeFromDescription();
        routes.MapMethods("/page/{file}", methods, (string file, HttpContext context) => files.TryGetValue(file, out var found) && file != Start
            ? Answer(context, found)
            : Results.Problem("The page has no such part.", statusCode: StatusCodes.Status404NotFound)).WithName("PagePart").ExcludeFromDescription();
    }

    static IResult Answer(HttpContext context, PageFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
        headers.CacheControl = "no-cache";     // kept, and asked after by its tag: a new program never meets an old part
        return Results.Bytes(file.Bytes, file.ContentType, entityTag: new EntityTagHeaderValue(file.Tag));
    }
}
