using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(KronClip.Page.Tests.Running.Browser))]

namespace KronClip.Page.Tests.Running;

/// <summary>The installed Chromium, or a relative of it, with a camera that shows a moving pattern; without one the calling test is skipped.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Names the program, where it is none of the usual ones.</summary>
    public const string Variable = "KRONCLIP_CHROMIUM";

    /// <summary>A name that leads to this machine and that browsers do not trust as they trust "localhost".</summary>
    public const string PlainHost = "studio.test";

    static readonly string[] Usual =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/usr/bin/microsoft-edge",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    IPlaywright? playwright;
    IBrowser? browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A fresh page, as of a new visitor.</summary>
    public async Task<IPage> Visit(string address, BrowserNewContextOptions? options = null)
    {
        var context = await (await Started()).NewContextAsync(options ?? new BrowserNewContextOptions { Locale = "en-US" });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Console.Error.WriteLine(error);
        await page.GotoAsync(address);
        return page;
    }

    async Task<IBrowser> Started()
    {
        if (browser is not null)
            return browser;
        var program = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Usual.FirstOrDefault(File.Exists);
        if (program is null || !File.Exists(program))
            Assert.Skip($"needs Chromium or a relative of it: install one, or name it in {Variable}");
        playwright = await Playwright.CreateAsync();
        return browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--host-resolver-rules=MAP {PlainHost} 127.0.0.1"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
