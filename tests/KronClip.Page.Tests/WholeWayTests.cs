using KronClip.Jobs;
using KronClip.Page.Tests.Running;
using KronClip.Testing;
using Microsoft.Playwright;

namespace KronClip.Page.Tests;

/// <summary>From drop to download, with a real training, in a real browser.</summary>
[Collection("browser")]
[Trait("Speed", "slow")]
public sealed class WholeWayTests(Browser browser, PartPictures pictures) : IDisposable
{
    const int Training = 300_000;
    static readonly Words English = Words.English;
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FromDropToDownload()
    {
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address, new() { Locale = "en-US", AcceptDownloads = true });

        // 1 Pictures: loose files fall on the page and are given a class; a folder brings the others.
        await page.NewProject(English, "Parts");
        await page.Button(English["drop.files"]).Locator("..").Drop(pictures.Of("gear"));
        await page.GetByRole(AriaRole.Dialog).GetByLabel(English["which.label"]).FillAsync("gear");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = English["which.add"], Exact = true }).ClickAsync();
        await page.Heading("gear").WaitForAsync();
        await page.ChooseFolder(English, pictures.Folder, PartPictures.Classes.Count);
        foreach (var name in PartPictures.Classes)
            await Assertions.Expect(page.Class(name)).ToContainTextAsync(English["pictures.other", ("n", $"{PartPictures.PerClass}")]);

        // 2 Train: watched to its end.
        await page.Link(English["next.train"]).ClickAsync();
        await page.Button(English["train.start"]).ClickAsync();
        await page.GetByRole(AriaRole.Progressbar, new() { Name = English["train.progress"] }).WaitForAsync();
        await page.Heading(English["result.done"]).WaitForAsync(new() { Timeout = Training });

        // 3 Look: figures, threshold, report.
        await page.Link(English["result.look"]).ClickAsync();
        await page.Heading(English["look.title"]).WaitForAsync();
        await page.Button(English["report.show"]).ClickAsync();
        var report = page.FrameLocator($"iframe[title='{English["report.frame"]}']");
        await report.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        Assert.Equal("58rem", await report.Locator("main").EvaluateAsync<string>("(main) => [...main.ownerDocument.styleSheets].flatMap((s) => [...s.cssRules]).find((r) => r.selectorText === 'main')?.style.maxWidth"));
        var slider = page.GetByRole(AriaRole.Slider, new() { Name = English["threshold.label"] });
        await slider.FillAsync("40");
        await page.Button(English["threshold.keep"]).ClickAsync();
        await page.GetByText(English["threshold.now", ("at", "40%")]).WaitForAsync();
        await page.Button(English["versions.useOf", ("number", "1")]).ClickAsync();
        await page.Button(English["versions.useOf", ("number", "2")]).WaitForAsync();

        // 4 Use: a picture it has never seen, a correction, and the training that learns from it.
        await page.Step(English, "use").ClickAsync();
        await page.Choose(page.Button(English["drop.files"]), pictures.New("gear"), pictures.New("washer", 1));
        var answer = page.GetByRole(AriaRole.Article).Filter(new() { Has = page.GetByRole(AriaRole.Img, new() { Name = English["try.picture", ("name", Path.GetFileName(pictures.New("gear")))] }) });
        var shown = await answer.GetByRole(AriaRole.Heading).InnerTextAsync();
        var share = await answer.GetByRole(AriaRole.Listitem).First.InnerTextAsync();
        await answer.GetByRole(AriaRole.Button, new() { Name = English["correct.wrong"] }).ClickAsync();
        await answer.GetByLabel(English["correct.label"]).SelectOptionAsync(new SelectOptionValue { Label = shown == "washer" ? "gear" : "washer" });
        await answer.GetByRole(AriaRole.Button, new() { Name = English["correct.keep"] }).ClickAsync();
        await page.GetByText(English["corrections.one", ("n", "1")]).WaitForAsync();

        // Files to take away: the classifier says the same in a program.
        var file = await Downloaded(page, English["download.classifier"], "parts.kronclip");
        using (var loaded = LoadedClassifier.Open(file, cacheFolder: ""))
        {
            var prediction = PredictJob.Run(loaded, [pictures.New("gear")]).Single();
            Assert.Equal(shown, prediction.Label);
            Assert.Equal(prediction.Confidence!.Value, double.Parse(share.Split('\n')[^1].TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture) / 100, 0.006);
        }
        Assert.True(new FileInfo(await Downloaded(page, English["download.onnx"], "parts.onnx")).Length > 100_000);

        // A class by its name alone, and pictures without labels.
        await page.GetByRole(AriaRole.Textbox, new() { Name = English["class.name"] }).FillAsync("wing nut");
        await page.Button(English["named.add"]).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("wing nut is known from now on");
        await page.Choose(page.Button(English["drop.for", ("what", English["drop.more"]), ("name", English["queue.title"])]), pictures.New("washer"));
        await page.GetByRole(AriaRole.Group, new() { Name = English["queue.is"] }).GetByRole(AriaRole.Button, new() { Name = "washer" }).ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = English["queue.is"] }).WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await page.Step(English, "train").ClickAsync();
        await page.Button(English["train.again"]).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { NameRegex = new($"{English["result.done"]}|{English["result.kept"]}") }).WaitForAsync(new() { Timeout = Training });
        await page.Step(English, "look").ClickAsync();
        await page.GetByText(English["audit.title"]).ClickAsync();
        await page.GetByRole(AriaRole.Columnheader, new() { Name = English["audit.who"] }).WaitForAsync();
    }

    /// <summary>The same way in Japanese, on a dark telephone, with the camera.</summary>
    [Fact]
    public async Task TheCameraIsAnsweredLive()
    {
        var words = Words.Japanese;
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address, new() { Locale = "ja-JP", ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 390, Height = 844 }, Permissions = ["camera"] });
        await page.NewProject(words, "部品");
        await page.ChooseFolder(words, pictures.Folder, PartPictures.Classes.Count);
        await page.Link(words["next.train"]).ClickAsync();
        await page.Button(words["train.start"]).ClickAsync();
        await page.Link(words["result.use"]).ClickAsync(new() { Timeout = Training });
        Assert.Equal(0, await page.Overhang());
        await page.Button(words["camera.start"]).ClickAsync();
        var live = page.GetByRole(AriaRole.Region, new() { Name = words["camera.title"] });
        await Assertions.Expect(live.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(PartPictures.Classes.Count);
        Assert.Equal(0, await page.Overhang());
        await page.Button(words["camera.keep"]).ClickAsync();
        await page.GetByRole(AriaRole.Img, new() { Name = words["try.taken"] }).WaitForAsync();
        await page.Button(words["camera.stop"]).ClickAsync();
        await live.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Assertions.Expect(page.Button(words["camera.start"])).ToBeFocusedAsync();

        // At an address that browsers do not trust there is no camera, and the page says what to do instead.
        var classifier = await Downloaded(page, words["download.classifier"], "project-1.kronclip");
        await using var open = await StudioServer.Start(options => options with { Token = "a long secret", Workspace = null, Classifiers = classifier });
        var plain = await browser.Visit(open.Address.Replace("127.0.0.1", Browser.PlainHost, StringComparison.Ordinal), new() { Locale = "ja-JP" });
        await plain.GetByLabel(words["token.label"], new() { Exact = true }).FillAsync("a long secret");
        await plain.Button(words["token.enter"]).ClickAsync();
        await plain.Button(words["camera.take"]).WaitForAsync();
        await plain.GetByText(words["camera.insecure"]).WaitForAsync();
    }

    async Task<string> Downloaded(IPage page, string button, string name)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Button(button).ClickAsync(), new() { Timeout = Training });
        Assert.Equal(name, download.SuggestedFilename);
        var path = folder.File(name);
        await download.SaveAsAsync(path);
        return path;
    }
}
