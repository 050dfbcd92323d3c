using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KronClip.Server;

/// <summary>
/// The description of the addresses at /openapi/v1.json, OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1). It is written by hand, one file for each part of the server, because the handlers read their
/// bodies themselves; tests hold it against the routes and against real answers. The server's own limits and its token are put in here.
/// </summary>
static class OpenApiDocument
{
    const string Prefix = "KronClip.Server.OpenApi.";

    /// <summary>Where it lies.</summary>
    public const string Address = "/openapi/v1.json";

    public static void Map(IEndpointRouteBuilder routes, ServerOptions options)
    {
        var text = Write(options).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        routes.MapGet(Address, () => Results.Text(text, "application/json", System.Text.Encoding.UTF8)).WithName("OpenApi");
    }

    /// <summary>The parts joined, with the limits of these options.</summary>
    public static JsonObject Write(ServerOptions options)
    {
        var document = new JsonObject { ["openapi"] = "3.1.1" };
        foreach (var name in typeof(OpenApiDocument).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Where(n => options.Workspace is not null || n != Prefix + "workspace.json"))
            Join(document, Part(name, options));
        document["info"]!["version"] = Library.Version;
        Secure(document, options);
        return document;
    }

    /// <summary>A part, with the words that stand for numbers of the options replaced.</summary>
    static JsonObject Part(string name, ServerOptions options)
    {
        using var reader = new StreamReader(typeof(OpenApiDocument).Assembly.GetManifestResourceStream(name)!);
        return JsonNode.Parse(reader.ReadToEnd()
            .Replace("\"$mostPictures\"", options.MostPictures.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$mostBytes", options.MostBytes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$mostPixels", options.MostPixels.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$timeout", options.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))!.AsObject();
    }

    static void Join(JsonObject into, JsonObject part)
    {
        foreach (var (key, value) in part)
        {
            if (into[key] is JsonObject there && value is JsonObject more)
                Join(there, more);
            else
                into[key] = value?.DeepClone();
        }
    }

    /// <summary>With a token: bearer, and 401 wherever it is needed. Without: 403, for requests that do not come from this machine. An operation that is open says so itself ("security": []).</summary>
    static void Secure(JsonObject document, ServerOptions options)
    {
        var (status, answer) = options.Token is null ? ("403", "Foreign") : ("401", "NoToken");
        if (options.Token is not null)
        {
            document["components"]!["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } };
            document["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() });
        }
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (_, operation) in methods!.AsObject().Where(m => m.Value is JsonObject one && one.ContainsKey("responses") && !one.ContainsKey("security")))
                operation!["responses"]![status] = new JsonObject { ["$ref"] = $"#/components/responses/{(path.StartsWith("/v2", StringComparison.Ordinal) ? "V2" : "")}{answer}" };
        }
    }
}
