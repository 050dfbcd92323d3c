using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Tests;

/// <summary>Every enumeration that a document can hold is listed as words; one that was forgotten would be found by a user.</summary>
public class EnumWordsTests
{
    public static TheoryData<string> Rooms => new(Contracts.Keys);

    static readonly Dictionary<string, (JsonSerializerOptions Options, Type Context)> Contracts = new(StringComparer.Ordinal)
    {
        ["Jobs"] = (RunMetrics.Json, typeof(JobsJson)),
        ["Evaluation"] = (ProtocolReport.Json, typeof(EvaluationJson)),
        ["Methods"] = (MethodDefinition.Json, typeof(MethodsJson)),
        ["Data"] = (BenchmarkCatalogue.Json, typeof(BenchmarksJson)),
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void EveryEnumerationOfARoomIsWrittenAsAWord(string room)
    {
        var (options, context) = Contracts[room];
        var types = context.GetProperties().Where(p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>)).Select(p => p.PropertyType.GetGenericArguments()[0]).ToArray();
        var enumerations = types.Where(type => type.IsEnum).ToArray();

        Assert.NotEmpty(enumerations);
        Assert.All(types, type => Assert.NotNull(options.GetTypeInfo(type)));
        Assert.All(enumerations, type => Assert.StartsWith("\"", JsonSerializer.Serialize(Enum.GetValues(type).GetValue(0), options.GetTypeInfo(type)), StringComparison.Ordinal));
    }

    [Fact]
    public void OneThatIsNotListedIsRefused()
    {
        var options = new JsonSerializerOptions { Converters = { new EnumWords(takesNumbers: true) }, TypeInfoResolver = MethodsJson.Default };
        Assert.Contains(nameof(AutoPreference), Assert.Throws<InvalidOperationException>(() => options.Text(AutoPreference.Simple)).Message, StringComparison.Ordinal);
    }
}
