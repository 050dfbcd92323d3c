using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KronClip.Clip;

namespace KronClip.Methods;

/// <summary>The contracts of the methods' options, under <see cref="MethodDefinition.Json"/>, and of their sheets. The options of a new method are a line here.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AutoOptions))]
[JsonSerializable(typeof(CkCoOpOptions))]
[JsonSerializable(typeof(CoCoOpOptions))]
[JsonSerializable(typeof(CoOpOptions))]
[JsonSerializable(typeof(GdaOptions))]
[JsonSerializable(typeof(KgCoOpOptions))]
[JsonSerializable(typeof(LinearProbeOptions))]
[JsonSerializable(typeof(LinearProbePlusPlusOptions))]
[JsonSerializable(typeof(ProGradOptions))]
[JsonSerializable(typeof(RidgeOptions))]
[JsonSerializable(typeof(TipAdapterFOptions))]
[JsonSerializable(typeof(TipAdapterOptions))]
[JsonSerializable(typeof(ZeroShotOptions))]
[JsonSerializable(typeof(IEnumerable<MethodSheet>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(string[]))]
sealed partial class MethodsJson : JsonSerializerContext
{
    /// <summary>The enumerations in them.</summary>
    public static EnumWords Words => new EnumWords(takesNumbers: false)
        .And<AutoPreference>()
        .And<ClassBalance>()
        .And<ClassPosition>()
        .And<ClosedFormKind>()
        .And<ContextStart>()
        .And<DictionaryKind>()
        .And<FusionKind>();
}
