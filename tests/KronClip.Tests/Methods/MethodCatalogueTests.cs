using System.Reflection;
using System.Text.Json.Nodes;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

public class MethodCatalogueTests
{
    [Fact]
    public void EveryMethodIsFoundOnceAndRoundTripsItsOptions()
    {
        Assert.Equal(["ck-coop", "coop", "zero-shot"], MethodCatalogue.All.Select(m => m.Name).Intersect(["ck-coop", "coop", "zero-shot"]));
        Assert.Equal(MethodCatalogue.All.Count, MethodCatalogue.All.Select(m => m.Name).Distinct().Count());
        foreach (var method in MethodCatalogue.All)
        {
            var json = MethodDefinition.WriteOptions(method.Defaults);
            Assert.Equal(json.ToJsonString(), MethodDefinition.WriteOptions(method.ReadOptions(json)).ToJsonString());
        }
    }

    /// <summary>The list is written by hand; a method that is not in it is found here.</summary>
    [Fact]
    public void EveryDefinitionOfTheRoomIsInTheCatalogue()
    {
        var declared = typeof(MethodCatalogue).Assembly.GetTypes()
            .Select(type => type.GetProperty("Definition", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property is not null && typeof(MethodDefinition).IsAssignableFrom(property.PropertyType))
            .Select(property => ((MethodDefinition)property!.GetValue(null)!).Name);
        Assert.Equal(declared.Order(StringComparer.Ordinal), MethodCatalogue.All.Select(m => m.Name));
    }

    /// <summary>Generated contracts would give absent options nothing; each keeps its default, whatever else is given.</summary>
    [Fact]
    public void WhatIsNotGivenKeepsItsDefault()
    {
        foreach (var method in MethodCatalogue.All)
        {
            var defaults = MethodDefinition.WriteOptions(method.Defaults);
            foreach (var (key, value) in defaults)
                Assert.Equal(defaults.ToJsonString(), MethodDefinition.WriteOptions(method.ReadOptions(new JsonObject { [key] = value?.DeepClone() })).ToJsonString());
        }
    }

    [Fact]
    public void AnUnknownMethodNamesThoseThereAre() =>
        Assert.Contains("ck-coop", Assert.Throws<OptionsException>(() => MethodCatalogue.Find("cocop")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"contextWord": 4}""", "contextWords")]
    [InlineData("""{"contextWords": 0}""", "73")]
    [InlineData("""{"contextWords": 78}""", "73")]
    [InlineData("""{"contextWords": "many"}""", "contextWords")]
    [InlineData("""{"ridge": 0}""", "ridge")]
    [InlineData("""{"ridge": -1}""", "ridge")]
    [InlineData("""{"dictionarySize": -1}""", "dictionarySize")]
    [InlineData("""{"factors": [[1,2,3]]}""", "factors")]
    [InlineData("""{"factors": [null]}""", "factors")]
    [InlineData("""{"factors": null}""", "factors")]
    [InlineData("""{"phrase": null}""", "phrase")]
    [InlineData("""{"start": "words"}""", "start")]
    [InlineData("""{"start": 7}""", "start")]
    [InlineData("""{"classPosition": 2}""", "classPosition")]
    public void BadOptionsAreRefusedByName(string json, string named) =>
        Assert.Contains(named, Assert.Throws<OptionsException>(() => CkCoOp.Definition.ReadOptions(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"templates": null}""")]
    [InlineData("""{"templates": [null]}""")]
    [InlineData("""{"templates": []}""")]
    public void BadTemplatesAreRefused(string json) =>
        Assert.Contains("template", Assert.Throws<OptionsException>(() => ZeroShot.Definition.ReadOptions(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);

    [Fact]
    public void ClassSpecificContextsDoNotServeNewClasses()
    {
        Assert.False(CoOp.Definition.ServesNewClasses(new CoOpOptions { ClassSpecific = true }));
        Assert.True(CoOp.Definition.ServesNewClasses(new CoOpOptions()));
        Assert.Equal(16 * 512 * 10, CoOp.Definition.ParameterCount(new CoOpOptions { ClassSpecific = true }, 512, 512, 10));
        Assert.Equal(8192, CoOp.Definition.ParameterCount(new CoOpOptions(), 512, 512, 10));
    }
}
