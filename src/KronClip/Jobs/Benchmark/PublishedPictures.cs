using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>Published data sets as the sets of a benchmark, with the published draws (docs/protocols.md).</summary>
static class PublishedPictures
{
    /// <summary>The set that cross-task and domain train on.</summary>
    const string SourceId = "imagenet";

    /// <summary>Lists them.</summary>
    /// <exception cref="DataException">A data set is not there, or not whole.</exception>
    /// <exception cref="OptionsException">There is no data set of a name, or it has no part in this protocol.</exception>
    public static BenchmarkPictures Open(BenchmarkRequest request)
    {
        var root = request.DataRoot!;
        if (!Directory.Exists(root))
            throw new DataException($"The folder of the data sets, {Printable.Quote(root)}, does not exist. Check --data-root.");
        var hasSource = request.Protocol is ProtocolKind.CrossTask or ProtocolKind.Domain;
        var wanted = Wanted(request);
        BenchmarkDefinition[] there = request.Data is null ? [.. wanted.Where(definition => IsThere(definition, root))] : wanted;
        var absent = wanted.Except(there).ToArray();
        if (there.Length == 0)
            throw new DataException($"{Printable.Quote(root)} has none of the data sets of {request.Name}: {string.Join(", ", wanted.Select(d => d.Id))}. 'kronclip data list' says how their folders are named and where they are to be had.");

        var facts = new List<BenchmarkSetFacts>();
        BenchmarkSet Opened(BenchmarkDefinition definition)
        {
            var set = BenchmarkSet.Open(definition, root, request.AllowPartial);
            facts.Add(new BenchmarkSetFacts(definition.Id, definition.Title, definition.Published, set.Classes.Count, set.Differences));
            return set;
        }

        BenchmarkSource[] sources = hasSource ? [Transfer(Opened, there, request)] : [.. there.Select(definition => Trained(Opened(definition), request, []))];
        return new BenchmarkPictures(sources, facts, [.. absent.Length == 0 ? [] : new[] { $"Not below {Printable.Quote(root)}, and so left out: {string.Join(", ", absent.Select(d => d.Id))}." }]);
    }

    /// <summary>The data sets that are measured: those that were named, or all of the protocol's.</summary>
    static BenchmarkDefinition[] Wanted(BenchmarkRequest request)
    {
        var role = request.Protocol == ProtocolKind.Domain ? BenchmarkRole.ImagenetShift : BenchmarkRole.Eleven;
        BenchmarkDefinition[] known = [.. BenchmarkCatalogue.All.Where(d => d.Role == role && (request.Protocol != ProtocolKind.CrossTask || d.Id != SourceId))];
        if (request.Data is null)
            return known;
        BenchmarkDefinition[] named = [.. request.Data.Select(BenchmarkCatalogue.Find)];
        Once.Require(named.Select(d => d.Id), "data set");
        if (named.FirstOrDefault(d => !known.Contains(d)) is { } foreign)
            throw new OptionsException($"{foreign.Id} is not measured by {request.Name}, which has: {string.Join(", ", known.Select(d => d.Id))}.");
        return [.. known.Where(named.Contains)];
    }

    static bool IsThere(BenchmarkDefinition definition, string root)
    {
        try
        {
            BenchmarkPlace.Find(definition, root);
            return true;
        }
        catch (DataException)
        {
            return false;
        }
    }

    /// <summary>ImageNet, and what is measured beside it.</summary>
    static BenchmarkSource Transfer(Func<BenchmarkDefinition, BenchmarkSet> open, BenchmarkDefinition[] measured, BenchmarkRequest request)
    {
        var source = open(BenchmarkCatalogue.Find(SourceId));
        return Trained(source, request, [.. measured.Select(open)]);
    }

    static BenchmarkSource Trained(BenchmarkSet set, BenchmarkRequest request, BenchmarkSet[] others)
    {
        var draws = from seed in request.Seeds from shots in request.AskedShots select (shots, seed);
        var pictures = MeasuredSet.Whole(set.Definition.Id, set.Collection([.. draws]),
            (collection, hashes, shots, seed) => [.. shots.Select(count => set.Split(collection, hashes, count, seed))]);
        if (request.Protocol == ProtocolKind.BaseToNew)
            pictures.RequireHalves(set.Definition.Id);
        MeasuredSet[] measured =
        [
            .. others.Select(other => (other.Definition.Id, Collection: other.Collection([])))
                .Select(other => request.Protocol == ProtocolKind.Domain
                    ? MeasuredSet.Shift(new NamedPictures(other.Id, other.Id), other.Collection, pictures)
                    : MeasuredSet.Task(other.Id, other.Collection)),
        ];
        var halves = request.Protocol == ProtocolKind.BaseToNew ? ClassHalves.Of(set.Classes.Count) : null;
        return new BenchmarkSource(pictures, measured, halves, IsOwn: false) { Sentence = request.Recipe.IsPublished ? OwnSentence : (_, _) => null };
    }

    /// <summary>The sentence that a method's published code has for a data set; null where it is the one that the classes have already.</summary>
    static string? OwnSentence(string set, string method)
    {
        var definition = BenchmarkCatalogue.Find(set);
        return definition.TemplateOf(method) is var own && own == definition.Template ? null : own;
    }
}
