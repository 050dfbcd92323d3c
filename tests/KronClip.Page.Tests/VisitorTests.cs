using KronClip.Page.Tests.Running;
using Microsoft.Playwright;

namespace KronClip.Page.Tests;

/// <summary>What visitors meet before any training, in a real browser: languages, themes, a telephone, the keyboard, names that are markup, the token, a server that goes away.</summary>
[Collection("browser")]
public sealed class VisitorTests(Browser browser, PartPictures pictures)
{
    static readonly Words English = Words.English;

    [Fact]
    public async Task FilesAndFoldersBecomeClassesWithPictures()
    {
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address);
        await page.NewProject(English, "Parts");
        await page.ChooseFolder(English, pictures.Folder, PartPictures.Classes.Count);
        foreach (var name in PartPictures.Classes)
            await Assertions.Expect(page.Class(name)).ToContainTextAsync(English["pictures.other", ("n", $"{PartPictures.PerClass}")]);
        await page.Class("washer").GetByRole(AriaRole.Button, new() { Name = English["drop.more"] }).Locator("..").Drop(pictures.New("washer"), pictures.New("washer"));
        await Assertions.Expect(page.Class("washer")).ToContainTextAsync(English["pictures.other", ("n", $"{PartPictures.PerClass + 1}")]);
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(English["upload.known.one", ("n", "1")]);
        await page.Class("gear").GetByRole(AriaRole.Img).First.WaitForAsync();
        var damaged = Path.Combine(Path.GetDirectoryName(pictures.Folder)!, "damaged.png");
        await File.WriteAllTextAsync(damaged, "no picture at all", TestContext.Current.CancellationToken);
        await page.Choose(page.Class("gear").GetByRole(AriaRole.Button, new() { Name = English["drop.more"] }), damaged);
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("damaged.png");
        await page.Link(English["next.train"]).ClickAsync();
        await page.Button(English["train.start"]).WaitForAsync();
    }

    /// <summary>V9: a name that is markup is text, wherever it is shown.</summary>
    [Fact]
    public async Task ANameThatIsMarkupStaysText()
    {
        const string hostile = "<img src=x onerror=\"window.caught=1\">";
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address);
        await page.NewProject(English, hostile);
        await page.AddClass(English, hostile);
        await page.AddClass(English, "<script>window.caught=1</script>");
        await page.Button(English["drop.for", ("what", English["drop.more"]), ("name", hostile)]).WaitForAsync();
        await page.Choose(page.Class(hostile).GetByRole(AriaRole.Button, new() { Name = English["drop.more"] }), pictures.Of("gear")[0]);
        await page.GetByRole(AriaRole.Img, new() { Name = English["picture.of", ("n", "1"), ("name", hostile)] }).WaitForAsync();
        await page.Link(English["home.all"]).ClickAsync();
        await page.Heading(English["home.projects"]).WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(hostile);
        Assert.Equal(0, await page.Locator("img[src='x']").CountAsync());
        Assert.False(await page.EvaluateAsync<bool>("() => 'caught' in window"));
    }

    [Fact]
    public async Task ABrowserInJapaneseGetsJapaneseAndCanSwitch()
    {
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address, new() { Locale = "ja-JP" });
        await page.Heading(Words.Japanese["home.title"]).WaitForAsync();
        Assert.Equal("ja", await page.EvaluateAsync<string>("() => document.documentElement.lang"));
        await page.Button("English").ClickAsync();
        await page.Heading(English["home.title"]).WaitForAsync();
        await page.ReloadAsync();
        await page.Heading(English["home.title"]).WaitForAsync();
        Assert.Equal("en", await page.EvaluateAsync<string>("() => document.documentElement.lang"));
    }

    [Fact]
    public async Task TheThemeFollowsTheSystemUntilItIsChosen()
    {
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address, new() { Locale = "en-US", ColorScheme = ColorScheme.Dark });
        Task<string> Background() => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
        await page.Heading(English["home.title"]).WaitForAsync();
        var dark = await Background();
        await page.GetByRole(AriaRole.Combobox, new() { Name = English["theme.label"] }).SelectOptionAsync("light");
        var light = await Background();
        Assert.NotEqual(dark, light);
        await page.ReloadAsync();
        await page.Heading(English["home.title"]).WaitForAsync();
        Assert.Equal(light, await Background());
    }

    /// <summary>From 320 pixels upward nothing must be pushed sideways, and nothing that is touched is small.</summary>
    [Theory]
    [InlineData("ja-JP", 320)]
    [InlineData("en-US", 390)]
    public async Task ATelephoneShowsAllWithoutScrollingSideways(string locale, int width)
    {
        var words = locale == "ja-JP" ? Words.Japanese : English;
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address, new() { Locale = locale, ViewportSize = new() { Width = width, Height = 640 }, HasTouch = true, IsMobile = true });
        await page.Heading(words["home.title"]).WaitForAsync();
        Assert.Equal(0, await page.Overhang());
        await page.NewProject(words, new string('W', 60));
        await page.AddClass(words, "Rindfleischetikettierungsüberwachungsaufgabe");
        await page.AddClass(words, "washer");
        await page.Choose(page.Class("washer").GetByRole(AriaRole.Button, new() { Name = words["drop.more"] }), pictures.Of("washer"));
        await page.GetByRole(AriaRole.Img, new() { Name = words["picture.of", ("n", "1"), ("name", "washer")] }).WaitForAsync();
        Assert.Equal(0, await page.Overhang());
        var small = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button, .button, select, summary, nav a, input:not([hidden]):not([type="file"])')]
              .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 120))
            """);
        Assert.Empty(small);
    }

    [Fact]
    public async Task TheKeyboardAloneIsEnough()
    {
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address);
        await page.Heading(English["home.title"]).WaitForAsync();
        await page.TabTo(English["home.name"]);
        await page.Keyboard.TypeAsync("Keys");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Keys" }).WaitForAsync();
        await page.TabTo(English["class.name"]);
        foreach (var name in new[] { "gear", "washer" })
        {
            await page.Keyboard.TypeAsync(name);
            await page.Keyboard.PressAsync("Enter");
            await page.Heading(name).WaitForAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = English["class.name"] })).ToHaveValueAsync("");
            await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = English["class.name"] })).ToBeFocusedAsync();
        }
        foreach (var name in new[] { "gear", "washer" })
        {
            await page.TabTo(English["drop.for", ("what", English["drop.more"]), ("name", name)]);
            await (await page.ChooserByEnter()).SetFilesAsync(pictures.Of(name));
            await page.GetByRole(AriaRole.Img, new() { Name = English["picture.of", ("n", "1"), ("name", name)] }).WaitForAsync();
        }
        await page.TabTo(English["next.train"]);
        await page.Keyboard.PressAsync("Enter");
        await page.Button(English["train.start"]).WaitForAsync();
        await page.TabTo(English["train.start"]);
    }

    [Fact]
    public async Task TheTokenIsAskedForOnce()
    {
        await using var server = await StudioServer.Start(options => options with { Token = "a long secret" });
        var page = await browser.Visit(server.Address);
        await page.GetByLabel(English["token.label"], new() { Exact = true }).FillAsync("a wrong secret");
        await page.Button(English["token.enter"]).ClickAsync();
        await page.GetByText(English["token.wrong"]).WaitForAsync();
        await page.GetByLabel(English["token.label"], new() { Exact = true }).FillAsync("a long secret");
        await page.Button(English["token.enter"]).ClickAsync();
        await page.NewProject(English, "Secret");
        await page.AddClass(English, "gear");
        await page.Choose(page.Class("gear").GetByRole(AriaRole.Button, new() { Name = English["drop.more"] }), pictures.Of("gear")[0]);
        var shown = page.GetByRole(AriaRole.Img, new() { Name = English["picture.of", ("n", "1"), ("name", "gear")] });
        await Assertions.Expect(shown).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await shown.EvaluateAsync<int>("(image) => image.naturalWidth") > 0, "a picture that needs the token is not shown");
        await page.ReloadAsync();
        await page.Heading("gear").WaitForAsync();
    }

    [Fact]
    public async Task AServerThatGoesAwayIsSaidAndWaitedFor()
    {
        await using var server = await StudioServer.Start();
        var page = await browser.Visit(server.Address);
        await page.NewProject(English, "Patience");
        await server.Down();
        await page.GetByRole(AriaRole.Textbox, new() { Name = English["class.name"] }).FillAsync("gear");
        await page.Button(English["class.add"]).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(English["connection.lost"]);
        await server.Up();
        await page.Heading("gear").WaitForAsync();
        await Assertions.Expect(page.GetByText(English["connection.lost"])).ToHaveCountAsync(0);
    }
}
