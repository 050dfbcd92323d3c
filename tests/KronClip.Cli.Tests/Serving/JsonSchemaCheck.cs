using System.Text.Json;
using System.Text.Json.Nodes;

namespace KronClip.Cli.Tests.Serving;

/// <summary>Holds a JSON value against the part of JSON Schema that the server's OpenAPI document uses; a keyword that it does not know is an error, so that none goes unchecked.</summary>
sealed class JsonSchemaCheck(JsonObject document)
{
    static readonly string[] Remarks = ["description", "default", "contentEncoding", "contentMediaType", "$ref"];

    /// <summary>What does not fit, with its place; nothing where all does.</summary>
    public IEnumerable<string> Errors(JsonNode schema, JsonNode? value, string place = "$")
    {
        var rules = schema.AsObject();
        if (rules["$ref"] is { } reference)
            foreach (var error in Errors(Find((string)reference!), value, place))
                yield return error;
        foreach (var (keyword, rule) in rules.Where(r => !Remarks.Contains(r.Key)))
            foreach (var error in Errors(keyword, rule!, rules, value, place))
                yield return error;
    }

    /// <summary>What a reference such as "#/components/schemas/Problem" means.</summary>
    public JsonNode Find(string reference)
    {
        JsonNode? node = document;
        foreach (var part in reference.Split('/')[1..])
            node = node?[part];
        return node ?? throw new InvalidOperationException($"{reference} leads nowhere");
    }

    IEnumerable<string> Errors(string keyword, JsonNode rule, JsonObject rules, JsonNode? value, string place)
    {
        bool Fits() => keyword switch
        {
            "type" => (rule is JsonArray several ? several.Select(t => (string)t!) : [(string)rule!]).Any(type => IsOf(type, value)),
            "const" => JsonNode.DeepEquals(rule, value),
            "enum" => rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
            "minimum" => value is not JsonValue || (double)value >= (double)rule,
            "maximum" => value is not JsonValue || (double)value <= (double)rule,
            "minItems" => value is not JsonArray array || array.Count >= (int)rule,
            "maxItems" => value is not JsonArray array || array.Count <= (int)rule,
            "required" => value is not JsonObject o || rule.AsArray().All(name => o.ContainsKey((string)name!)),
            "oneOf" => rule.AsArray().Count(one => !Errors(one!, value, place).Any()) == 1,
            "items" or "properties" or "additionalProperties" => true,
            _ => throw new InvalidOperationException($"{keyword} is a keyword that is not checked"),
        };
        if (!Fits())
            yield return $"{place}: {keyword} {rule.ToJsonString()} does not fit {value?.ToJsonString() ?? "null"}";
        IEnumerable<(JsonNode Schema, JsonNode? Item, string At)> inner = (keyword, value) switch
        {
            ("items", JsonArray array) => array.Select((item, i) => (rule, item, $"{place}[{i}]")),
            ("properties", JsonObject o) => o.Where(p => rule.AsObject().ContainsKey(p.Key)).Select(p => (rule[p.Key]!, p.Value, $"{place}.{p.Key}")),
            ("additionalProperties", JsonObject o) => o.Where(p => rules["properties"] is not JsonObject known || !known.ContainsKey(p.Key)).Select(p => (rule, p.Value, $"{place}.{p.Key}")),
            _ => [],
        };
        foreach (var (schema, item, at) in inner)
        {
            if (schema is JsonValue)
                yield return $"{at} is not described";
            else
                foreach (var error in Errors(schema, item, at))
                    yield return error;
        }
    }

    static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger((double)value!),
        _ => false,
    };
}
