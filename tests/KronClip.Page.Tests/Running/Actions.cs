using Microsoft.Playwright;

namespace KronClip.Page.Tests.Running;

/// <summary>What a person does on the page, by roles and names alone, as a screen reader would find them.</summary>
static class Actions
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public static ILocator Heading(this IPage page, string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public static ILocator Step(this IPage page, Words words, string step) => page.GetByRole(AriaRole.Navigation, new() { Name = words["steps"] }).GetByRole(AriaRole.Link, new() { Name = words[$"step.{step}"] });

    /// <summary>The card of a class.</summary>
    public static ILocator Class(this IPage page, string name) => page.GetByRole(AriaRole.Article).Filter(new() { Has = page.Heading(name) });

    public static async Task NewProject(this IPage page, Words words, string name)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["home.name"] }).FillAsync(name);
        await page.Button(words["home.start"]).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = name }).WaitForAsync();
    }

    public static async Task AddClass(this IPage page, Words words, string name)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["class.name"] }).FillAsync(name);
        await page.Button(words["class.add"]).ClickAsync();
        await page.Heading(name).WaitForAsync();
    }

    /// <summary>Answers a button that opens a choice of files.</summary>
    public static async Task Choose(this IPage page, ILocator button, params string[] files)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => button.ClickAsync());
        await chooser.SetFilesAsync(files);
    }

    /// <summary>Presses Enter on a button that opens a choice of files; soon after another such choice was closed Chromium lets an Enter pass without effect.</summary>
    public static async Task<IFileChooser> ChooserByEnter(this IPage page)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"), new() { Timeout = 6_000 });
            }
            catch (TimeoutException) when (tries < 5)
            {
            }
        }
    }

    public static async Task ChooseFolder(this IPage page, Words words, string folder, int classes)
    {
        await page.Choose(page.Button(words["drop.folder"]), folder);
        await page.Button(words["folder.add.other", ("n", $"{classes}")]).ClickAsync();
    }

    /// <summary>Drops files as a mouse would. A script cannot make a folder fall; choosing one goes the same way from there on.</summary>
    public static async Task Drop(this ILocator place, params string[] files)
    {
        var sent = files.Select(f => new object[] { Path.GetFileName(f), Convert.ToBase64String(File.ReadAllBytes(f)) }).ToArray();
        var transfer = await place.Page.EvaluateHandleAsync("""
            (files) => {
              const transfer = new DataTransfer();
              for (const [name, base64] of files) transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type: 'image/png' }));
              return transfer;
            }
            """, sent);
        await place.DispatchEventAsync("drop", new { dataTransfer = transfer });
    }

    /// <summary>Presses Tab until what is called so has the focus.</summary>
    public static async Task TabTo(this IPage page, string name)
    {
        for (var tries = 0; tries < 80; tries++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string>("() => { const a = document.activeElement; return a.getAttribute('aria-label') ?? a.labels?.[0]?.textContent ?? a.textContent ?? ''; }");
            if (focused.Trim() == name)
            {
                Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.matches(':focus-visible') && getComputedStyle(document.activeElement).outlineStyle !== 'none'"), $"'{name}' has the focus, and nobody sees it");
                return;
            }
        }
        Assert.Fail($"Tab never comes to '{name}'");
    }

    /// <summary>How far the page reaches beyond the window's right edge, in pixels.</summary>
    public static Task<int> Overhang(this IPage page) => page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)");
}
