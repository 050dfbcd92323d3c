namespace KronClip.Data;

/// <summary>
/// Draws the training, validation and test pictures of a collection. Without given parts, for a class with n distinct pictures, s shots and
/// v = min(s, 4):
/// <list type="bullet">
/// <item>n ≥ s + v + 2: s train, v validate, the rest is the test set.</item>
/// <item>3 ≤ n below that: about 60/20/20, at least one each, never more than s for training; noted.</item>
/// <item>A class with n &lt; 3 has no honest test set, so the split has none: all classes train on up to s pictures, validate on up to v of
/// what is over, and are tested by k-fold cross-validation over the training pictures ("k-fold"; "none" if no class has two pictures).</item>
/// </list>
/// With given parts: training is drawn from train (s per class), validation from the given validation part (v per class) or, where there
/// is none, from the rest of train; the test part is taken whole, and a missing one stays empty ("none").
/// <para>The same bytes twice in a class are one picture: a copy is left out, so no part can leak into another. The same bytes in two classes
/// contradict each other and are left out of both. Given parts are warned about and left as they are, but copies inside train
/// are left out. The draw depends on the seed, the class's label and the pictures' contents alone, and each class has its own
/// stream, so adding a class or renaming a file changes no other draw. For one seed, fewer shots are the first of more.</para>
/// <para>Pictures on a <see cref="LeaveOutList"/> are drawn with the others but neither train nor validate: the next of their class take their places, and they join the test
/// pictures, with the label they have. Where we draw no test part they are left out.</para>
/// </summary>
public static class FewShotSplit
{
    const string Purpose = "split";

    /// <summary>Draws the split.</summary>
    /// <param name="collection">The pictures.</param>
    /// <param name="hashes">Hashes of all of the collection's pictures; the unreadable ones among them are left out.</param>
    /// <param name="options">Shots and seed.</param>
    /// <param name="leaveOut">Pictures that nothing is to be learned from, or null.</param>
    /// <exception cref="DataException">A class has no usable picture left.</exception>
    /// <exception cref="OptionsException">The options are not valid.</exception>
    public static Split Draw(ImageCollection collection, ContentHashes hashes, SplitOptions options, LeaveOutList? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var draft = new SplitDraft(collection, hashes, options, leaveOut?.In(collection, hashes) ?? new HashSet<ImageItem>());
        var usable = draft.LeaveOutUnreadable();
        if (collection.HasGivenParts)
            DrawInsideParts(draft, usable);
        else
            DrawFreely(draft, [.. usable.Select(image => image.Item)]);
        return draft.Finish();
    }

    static void DrawFreely(SplitDraft draft, List<ImageItem> items)
    {
        var distinct = Distinct(draft, draft.LeaveOutContradictions(items));
        var crossValidate = distinct.Any(pool => draft.Learnable(pool) < ClassDivision.Least);
        foreach (var (label, pool) in distinct.Index())
        {
            var (drawn, listed) = draft.Divide(ClassPool.Draw(pool, draft.Hashes, draft.Options.Seed, draft.Folder(label), Purpose));
            draft.RequireFree(drawn, label);
            var division = crossValidate ? ClassDivision.WithoutTest(drawn.Length, draft.Options) : ClassDivision.Of(drawn.Length, draft.Options);
            var used = division.Train + division.Validation;
            draft.Train.AddRange(drawn[..division.Train]);
            draft.Validation.AddRange(drawn[division.Train..used]);
            if (crossValidate)
            {
                draft.LeaveOut(drawn[used..], UnusedReason.BeyondShots);
                draft.LeaveOut(listed, UnusedReason.LeftOut);
            }
            else
            {
                draft.Test.AddRange([.. drawn[used..], .. listed]);
                division = division with { Test = division.Test + listed.Length };
            }
            draft.Note(label, division, pool.Count);
        }
        if (!crossValidate)
            draft.TestKind = TestKinds.HeldOut;
        else if (CrossValidation.Deal(draft.Train, draft.Classes, draft.Options.Seed) is { } folds)
            (draft.TestKind, draft.Folds) = (TestKinds.KFold, folds);
    }

    static void DrawInsideParts(SplitDraft draft, List<AssignedImage> images)
    {
        var parts = images.ToLookup(image => image.Part, image => image.Item);
        draft.Test.AddRange(parts[SplitPart.Test]);
        draft.TestKind = draft.Test.Count > 0 ? TestKinds.Given : TestKinds.None;
        draft.WarnOfLeaks(parts);
        var validation = parts[SplitPart.Validation].ToLookup(item => item.Label);
        var given = validation.Count > 0;
        var tests = draft.Test.CountBy(item => item.Label).ToDictionary();
        foreach (var (label, pool) in Distinct(draft, parts[SplitPart.Train]).Index())
        {
            var (drawn, listed) = draft.Divide(ClassPool.Draw(pool, draft.Hashes, draft.Options.Seed, draft.Folder(label), Purpose));
            draft.RequireFree(drawn, label);
            draft.LeaveOut(listed, UnusedReason.LeftOut);
            var division = ClassDivision.InsideTraining(drawn.Length, given, draft.Options);
            draft.Train.AddRange(drawn[..division.Train]);
            draft.Validation.AddRange(drawn[division.Train..(division.Train + division.Validation)]);
            draft.LeaveOut(drawn[(division.Train + division.Validation)..], UnusedReason.BeyondShots);
            if (given)
            {
                var (choice, doubtful) = draft.Divide(ClassPool.Draw(validation[label], draft.Hashes, draft.Options.Seed, draft.Folder(label), Purpose + "-validation"));
                draft.LeaveOut(doubtful, UnusedReason.LeftOut);
                var taken = draft.Options.AllAvailable ? choice.Length : Math.Min(choice.Length, draft.Options.ValidationShots);
                draft.Validation.AddRange(choice[..taken]);
                draft.LeaveOut(choice[taken..], UnusedReason.BeyondShots);
                division = division with { Validation = taken };
            }
            draft.Note(label, division with { Test = tests.GetValueOrDefault(label) }, pool.Count);
        }
    }

    /// <summary>The distinct pictures of each class, in class order; copies are left out, an empty class is an error.</summary>
    static List<List<ImageItem>> Distinct(SplitDraft draft, IEnumerable<ImageItem> items)
    {
        var byClass = items.ToLookup(item => item.Label);
        var distinct = new List<List<ImageItem>>();
        for (var label = 0; label < draft.Classes.Count; label++)
        {
            var (pool, copies) = ClassPool.WithoutCopies(byClass[label], draft.Hashes);
            if (pool.Count == 0)
                throw draft.NothingLeft(label);
            draft.LeaveOut(copies, UnusedReason.Copy);
            distinct.Add(pool);
        }
        return distinct;
    }
}
