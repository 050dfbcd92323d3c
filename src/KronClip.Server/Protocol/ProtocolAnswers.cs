using System.Text.Json.Serialization;

namespace KronClip.Server;

/// <summary>Answer to GET /v2.</summary>
sealed record ProtocolServer(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>Answer to GET /v2/health/live.</summary>
sealed record ProtocolLive(bool Live);

/// <summary>Answer to GET /v2/health/ready.</summary>
sealed record ProtocolReady(bool Ready);

/// <summary>Answer to GET /v2/models/&lt;name&gt;/ready.</summary>
sealed record ProtocolModelReady(string Name, bool Ready);

/// <summary>Answer to GET /v2/models/&lt;name&gt;.</summary>
sealed record ProtocolModel(string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<ProtocolTensor> Inputs, IReadOnlyList<ProtocolTensor> Outputs);

/// <summary>A tensor of a model; a size of -1 is any.</summary>
sealed record ProtocolTensor(string Name, string Datatype, IReadOnlyList<int> Shape);

/// <summary>A tensor of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">BYTES or FP32.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Data">Its values, row by row: string[] or float[].</param>
sealed record ProtocolOutput(string Name, string Datatype, IReadOnlyList<int> Shape, object Data);

/// <summary>Answer to POST /v2/models/&lt;name&gt;/infer.</summary>
sealed record ProtocolInference(
    [property: JsonPropertyName("model_name")] string ModelName,
    [property: JsonPropertyName("model_version")] string ModelVersion,
    IReadOnlyList<ProtocolOutput> Outputs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id);

/// <summary>The protocol's shape of an error.</summary>
sealed record ProtocolError(string Error);
